package io.latentmesh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {
  private final Scrape page =
      Scrape.of(
          """
          # HELP latentmesh_jobs_total x
          latentmesh_jobs_total{application="o",outcome="ok"} 3.0
          latentmesh_jobs_total{application="o",outcome="failed"} 2.0
          latentmesh_jobs_total_created{application="o"} 99
          latentmesh_queue_depth 1.5E1
          """);

  @Test
  void sum_labelledSeries_addsThoseOfThatNameOnly() {
    assertThat(page.sum("latentmesh_jobs_total")).isEqualTo(5);
    assertThat(page.sum("latentmesh_jobs_total", "outcome=\"ok\"")).isEqualTo(3);
    assertThat(page.sum("latentmesh_queue_depth")).isEqualTo(15);
  }

  @Test
  void has_prefixOfAName_isNotThatName() {
    assertThat(page.has("latentmesh_queue")).isFalse();
    assertThat(page.has("latentmesh_queue_depth")).isTrue();
  }
}
