package io.latentmesh.orchestrator.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status.Code;
import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.files.UnusableFileException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tokens as a file gives them. */
class AccessTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Access access = new Access(nanos::get);
  private final NewToken token = draw("name=render tenant=acme priority=batch max-queued=3");

  @Test
  void token_ofTheFile_allowsWhatItsLineSays() throws UnusableFileException {
    use("# who draws at night", "", token.line());
    Grant grant = access.find(token.text()).orElseThrow();
    assertThat(grant.name()).isEqualTo("render");
    assertThat(grant.tenant()).isEqualTo("acme");
    assertThat(grant.highest()).isEqualTo(Priority.BATCH);
    assertThat(grant.quota().maxQueued()).isEqualTo(OptionalInt.of(3));
    assertThat(grant.quota().maxRunning()).isEmpty();
  }

  @Test
  void token_ofNoLine_isUnknown() throws UnusableFileException {
    use(token.line());
    assertThat(access.find(draw("name=b tenant=acme").text())).isEmpty();
    assertThat(access.find("")).isEmpty();
  }

  @Test
  void hash_isNoToken() throws UnusableFileException {
    use(token.line());
    assertThat(access.find(TokenHash.of(token.text()).hex())).isEmpty();
  }

  @Test
  void line_doesNotTellTheToken() {
    assertThat(token.line()).doesNotContain(token.text());
    assertThat(token.text()).startsWith("lmesh_").hasSize(6 + 43);
  }

  @Test
  void tokens_areDrawnAnewEachTime() {
    assertThat(draw("name=a tenant=t").text()).isNotEqualTo(draw("name=a tenant=t").text());
  }

  @Test
  void unusableLine_isRefusedByNumberAndTheFormerTokensStay() throws UnusableFileException {
    use(token.line());
    assertThatThrownBy(() -> use("# comment", token.line() + " max-running=0"))
        .hasMessage("line 2: max-running: must be from 1 to 999999999, got 0");
    assertThat(access.find(token.text())).isPresent();
  }

  @Test
  void line_withATokenInPlaceOfItsHash_isRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> use(token.text() + " name=a tenant=b"))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageNotContaining(token.text());
    assertThatThrownBy(() -> use("sha256=" + token.text() + " name=a tenant=b"))
        .hasMessage("line 1: sha256: must be 64 lower-case hexadecimal digits");
  }

  @Test
  void nameTwice_isRefused() {
    assertThatThrownBy(() -> use(token.line(), draw("name=render tenant=b").line()))
        .hasMessage("line 2: name: must be there once, got render again");
  }

  @Test
  void line_withoutTenant_isRefused() {
    assertThatThrownBy(() -> draw("name=a")).hasMessage("tenant: must be there");
  }

  @Test
  void priority_unknown_isRefused() {
    assertThatThrownBy(() -> draw("name=a tenant=b priority=high"))
        .hasMessage("priority: must be interactive, batch or best-effort, got high");
  }

  @Test
  void imagesBeyondAMinutes_areRefusedUntilTheyHaveComeBack() throws UnusableFileException {
    Grant grant = limited("images-per-minute=4");
    grant.charge(4);
    var refusal = catchThrowableOfType(ServiceException.class, () -> grant.charge(1));
    assertThat(refusal.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.reason()).isEqualTo("RATE_LIMIT");
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(15));
    nanos.addAndGet(Duration.ofSeconds(15).toNanos());
    grant.charge(1);
  }

  @Test
  void refundedImages_areThereAgain() throws UnusableFileException {
    Grant grant = limited("images-per-minute=4");
    grant.charge(4);
    grant.refund(4);
    grant.charge(4);
  }

  @Test
  void requestForMoreThanAMinutesImages_waitsForAFullBucketAndLeavesADebt()
      throws UnusableFileException {
    Grant grant = limited("images-per-minute=2");
    grant.charge(4);
    var refusal = catchThrowableOfType(ServiceException.class, () -> grant.charge(1));
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(90));
  }

  @Test
  void changeOfTheFile_fillsNobodysBucket() throws UnusableFileException {
    NewToken limited = draw("name=a tenant=b images-per-minute=1");
    use(limited.line());
    access.find(limited.text()).orElseThrow().charge(1);
    use(limited.line(), token.line());
    Grant same = access.find(limited.text()).orElseThrow();
    assertThatThrownBy(() -> same.charge(1)).isInstanceOf(ServiceException.class);
  }

  private Grant limited(String rate) throws UnusableFileException {
    NewToken limited = draw("name=a tenant=b " + rate);
    use(limited.line());
    return access.find(limited.text()).orElseThrow();
  }

  private void use(String... lines) throws UnusableFileException {
    access.use(List.of(String.join("\n", lines).getBytes(UTF_8)));
  }

  private static NewToken draw(String fields) {
    return NewToken.draw(new SecureRandom(), fields);
  }
}
