package io.latentmesh.serving.tls;

import io.latentmesh.serving.files.FileContents;
import io.latentmesh.serving.files.UnusableFileException;
import io.latentmesh.serving.files.WatchedFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The certificate files of one server or channel: read now, watched from when it is open. */
final class CertificateFiles {
  private final MeterRegistry registry;
  private final List<WatchedFiles> watched = new ArrayList<>();

  CertificateFiles(MeterRegistry registry) {
    this.registry = registry;
  }

  IdentityFiles identity(String name, Path certificate, Path key) throws UnusableFileException {
    var identity = new IdentityFiles(certificate, key);
    load(name, identity.files(), identity);
    expiry(name, identity::expiry);
    return identity;
  }

  TrustFiles trust(String name, Path ca) throws UnusableFileException {
    var trust = new TrustFiles(ca);
    load(name, trust.files(), trust);
    expiry(name, trust::expiry);
    return trust;
  }

  void watch(Duration every, BooleanSupplier over) {
    watched.forEach(files -> files.watch(every, over));
  }

  private void load(String name, List<Path> files, FileContents contents)
      throws UnusableFileException {
    var read = new WatchedFiles(name, files, contents, registry);
    read.load();
    watched.add(read);
  }

  private void expiry(String name, Supplier<Instant> expiry) {
    Gauge.builder(
            "latentmesh.tls.certificate.expiry.timestamp",
            expiry,
            time -> (double) time.get().getEpochSecond())
        .baseUnit("seconds")
        .description("When the certificate in use expires, in seconds since 1970")
        .tag("cert", name)
        .strongReference(true)
        .register(registry);
  }
}
