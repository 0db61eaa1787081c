package dev.liveline.simulator.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/// The calls of a cloud by id, in the order they were made; past 2,000 the oldest that are over are forgotten. May be read and written
/// from any thread.
public final class CallBook<C> {

    public static final int KEPT = 2_000;

    private final Function<C, String> id;
    private final Predicate<C> over;
    private final Map<String, C> byId = new ConcurrentHashMap<>();
    private final List<C> inOrder = new CopyOnWriteArrayList<>();

    public CallBook(Function<C, String> id, Predicate<C> over) {
        this.id = id;
        this.over = over;
    }

    public void add(C call) {
        byId.put(id.apply(call), call);
        inOrder.add(call);
        if (inOrder.size() > KEPT) {
            inOrder.stream().filter(over).findFirst().ifPresent(oldest -> {
                inOrder.remove(oldest);
                byId.remove(id.apply(oldest));
            });
        }
    }

    public Optional<C> find(String callId) {
        return Optional.ofNullable(byId.get(callId));
    }

    public List<C> all() {
        return List.copyOf(inOrder);
    }

    public int size() {
        return byId.size();
    }
}
