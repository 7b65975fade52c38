package io.latentmesh.serving.balancing;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.NameResolver.ConfigOrError;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Finds {@code least_streams}; gRPC finds this class through its service file. */
public final class LeastStreamsProvider extends LoadBalancerProvider {
  private static final int ORDINARY_PRIORITY = 5;

  @Override
  public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
    return new LeastStreams(helper, SHARED);
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public int getPriority() {
    return ORDINARY_PRIORITY;
  }

  @Override
  public String getPolicyName() {
    return Replicas.POLICY;
  }

  /** The policy has nothing to configure here: its options belong to the channel's owner. */
  @Override
  public ConfigOrError parseLoadBalancingPolicyConfig(Map<String, ?> config) {
    return ConfigOrError.fromConfig(Replicas.POLICY);
  }

  /** Whichever thread asks, its own generator answers. */
  private static final RandomGenerator SHARED = () -> ThreadLocalRandom.current().nextLong();
}
