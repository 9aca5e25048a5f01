package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a cluster is held. What does not fit into the memory that Java may use is refused by what was counted, not after minutes of
 * garbage collection. For many threads.
 */
final class Holdings {
    /** The part of the heap that the objects themselves may take: resolving and configuring needs about as much again. */
    private static final double SHARE = 0.45;
    private static final long MEBI = 1 << 20;

    private final long heap;
    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong objects = new AtomicLong();

    /** @param heap the memory that Java may use, in bytes */
    Holdings(long heap) {
        this.heap = heap;
        this.most = (long) (heap * SHARE);
    }

    /** Takes what was read into account. */
    void add(int count, long held) {
        objects.addAndGet(count);
        bytes.addAndGet(held);
    }

    /** What was taken into account until now, in bytes. */
    long held() {
        return bytes.get();
    }

    /**
     * Makes sure that so much more fits.
     *
     * @throws UserError (unreadable cluster) when it does not
     */
    void require(int count, long more) {
        if (bytes.get() + more > most) {
            throw new UserError(UserError.UNREADABLE_CLUSTER,
                    String.format(Locale.ROOT, "the cluster does not fit into the %,d MiB that Java may use:"
                            + " %,d objects that were read take %,d MiB, and as much again is needed to judge them; give it more with JDK_JAVA_OPTIONS=-Xmx8g",
                            heap / MEBI, objects.get() + count, (bytes.get() + more) / MEBI));
        }
    }
}
