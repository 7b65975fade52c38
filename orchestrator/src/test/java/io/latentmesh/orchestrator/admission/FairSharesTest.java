package io.latentmesh.orchestrator.admission;

import static io.latentmesh.orchestrator.admission.Works.place;
import static io.latentmesh.orchestrator.admission.Works.withOwner;
import static io.latentmesh.orchestrator.admission.Works.withTag;
import static io.latentmesh.orchestrator.stage.Priority.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairSharesTest {
  private final FairShares shares = new FairShares();
  private final List<Place> waiting = new ArrayList<>();
  private long ids;

  @Test
  void floodingTenant_doesNotKeepAnotherWaiting() {
    admit("flood", 1, 10);
    admit("other", 1, 2);
    assertThat(begin(4)).containsExactly("flood", "other", "flood", "other");
  }

  @Test
  void weightOfThree_getsThreeOfFour() {
    admit("light", 1, 20);
    admit("heavy", 3, 20);
    assertThat(begin(16)).filteredOn("heavy"::equals).hasSize(12);
  }

  @Test
  void requests_thatLeave_doNotCountAgainstTheirTenant() {
    admit("a", 1, 5);
    admit("b", 1, 1);
    for (Place place : List.copyOf(waiting.subList(0, 5))) {
      waiting.remove(place);
      shares.left(place);
    }
    admit("a", 1, 1);
    assertThat(begin(2)).containsExactly("b", "a");
    assertThat(shares.tracked()).isEqualTo(2);
  }

  private void admit(String tenant, double weight, int requests) {
    for (int i = 0; i < requests; i++) {
      Place place = withTag(place(ids++, BATCH, 0), shares.tag(tenant));
      Place owned = withOwner(place, tenant, new TenantLimits(weight, 1000, 1000));
      shares.admitted(owned);
      waiting.add(owned);
    }
  }

  private List<String> begin(int requests) {
    List<String> tenants = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      Place next =
          waiting.stream()
              .min(Comparator.comparingDouble(Place::fairTag).thenComparingLong(Place::id))
              .orElseThrow();
      waiting.remove(next);
      shares.began(next);
      tenants.add(next.owner().tenant());
    }
    return tenants;
  }
}
