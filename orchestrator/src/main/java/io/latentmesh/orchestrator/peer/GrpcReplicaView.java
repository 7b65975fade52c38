package io.latentmesh.orchestrator.peer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.latentmesh.orchestrator.failover.ReplicaView;
import io.latentmesh.serving.Peer;
import io.latentmesh.serving.balancing.Replicas.Replica;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A channel's replicas as its balancer reports them. Lives as long as the channel. */
public final class GrpcReplicaView implements ReplicaView {
  private final Peer peer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private long changes;

  private GrpcReplicaView(Peer peer) {
    this.peer = peer;
  }

  public static GrpcReplicaView of(Peer peer) {
    var view = new GrpcReplicaView(peer);
    var _ = peer.replicas().onChange(view::changed);
    return view;
  }

  @Override
  public List<SocketAddress> ready() {
    return peer.replicas().ready().stream().map(Replica::address).toList();
  }

  @Override
  public long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void awaitChange(long seen, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    lock.lock();
    try {
      while (changes == seen) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void reconnect() {
    peer.channel().resetConnectBackoff();
  }

  private void changed() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
