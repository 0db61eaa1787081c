package dev.liveline.hub.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/// Caps on connections: in all, from one address, of one subject. Counted before the upgrade, given back when the connection ends. Safe for
/// use by any thread.
public final class Connections {

    private final int max;
    private final int maxPerAddress;
    private final int maxPerSubject;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final Map<String, Integer> perSubject = new ConcurrentHashMap<>();

    public Connections(int max, int maxPerAddress, int maxPerSubject) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
        this.maxPerSubject = maxPerSubject;
    }

    /// A place in the counts; give it back once.
    public final class Place {

        private final String address;
        private final String subject;
        private final AtomicBoolean taken = new AtomicBoolean(true);

        private Place(String address, String subject) {
            this.address = address;
            this.subject = subject;
        }

        public void giveBack() {
            if (taken.compareAndSet(true, false)) {
                less(perAddress, address);
                less(perSubject, subject);
                open.decrementAndGet();
            }
        }
    }

    /// @return null if a cap is reached
    public @Nullable Place take(String address, String subject) {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return null;
        }
        if (!more(perAddress, address, maxPerAddress)) {
            open.decrementAndGet();
            return null;
        }
        if (!more(perSubject, subject, maxPerSubject)) {
            less(perAddress, address);
            open.decrementAndGet();
            return null;
        }
        return new Place(address, subject);
    }

    public int open() {
        return open.get();
    }

    private static boolean more(Map<String, Integer> counts, String key, int most) {
        boolean[] fits = { true };
        counts.compute(key, (_, count) -> {
            int now = count == null ? 0 : count;
            fits[0] = now < most;
            return fits[0] ? Integer.valueOf(now + 1) : count;
        });
        return fits[0];
    }

    private static void less(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
}
