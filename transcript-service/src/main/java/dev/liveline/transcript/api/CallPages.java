package dev.liveline.transcript.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.problem.Problem;
import dev.liveline.events.Shards;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.redis.CallLists;
import dev.liveline.transcript.redis.CallReads;
import dev.liveline.transcript.redis.CallLists.Listed;
import io.vertx.core.Future;

/// Pages over the calls of all shards: live ones by id, then ended ones, newest first. A cursor names the last call of a page, so that calls
/// that begin or end meanwhile neither shift nor repeat what follows.
@Singleton
final class CallPages {

    /// Which calls of a page's range are asked for.
    enum Scope {
        LIVE, ENDED, ALL
    }

    /// @param next the cursor of the next page; null after the last
    record Page(List<CallState> calls, @Nullable String next) {}

    private record Position(boolean ended, long score, String id) {

        static final Position START = new Position(false, 0, "");

        Position ofEnded() {
            return ended ? this : new Position(true, Long.MAX_VALUE >> 12, "");
        }
    }

    private static final Comparator<Listed> NEWEST_FIRST = Comparator.comparingLong(Listed::score)
        .reversed()
        .thenComparing(Listed::callId);
    /// Calls looked at for one page at most; where few are visible, a page is then short and has a `next`.
    private static final int SCANNED = 2_000;

    private final CallLists lists;
    private final CallReads reads;
    private final Shards shards;

    CallPages(CallLists lists, CallReads reads, Shards shards) {
        this.lists = lists;
        this.reads = reads;
        this.shards = shards;
    }

    Future<Page> page(Scope scope, int limit, @Nullable String cursor, Predicate<CallState> visible) {
        Position from = cursor == null ? Position.START : position(cursor);
        Filling filling = new Filling(limit, visible);
        boolean live = scope != Scope.ENDED && !from.ended();
        Future<Void> first = live ? fillLive(filling, from) : Future.succeededFuture();
        return first.compose(_ -> filling.isFull() || scope == Scope.LIVE ? Future.succeededFuture()
                : fillEnded(filling, from.ofEnded()))
            .map(_ -> filling.page());
    }

    private Future<Void> fillLive(Filling filling, Position from) {
        return everyShard(lists::live).compose(listed -> {
            List<Listed> rest = listed.stream()
                .filter(each -> each.callId().compareTo(from.id()) > 0)
                .sorted(Comparator.comparing(Listed::callId))
                .toList();
            return fill(filling, rest, 0, false);
        });
    }

    private Future<Void> fillEnded(Filling filling, Position from) {
        int fetched = filling.limit + 50;
        return everyShard(shard -> lists.ended(shard, from.score(), fetched)).compose(listed -> {
            List<Listed> rest = listed.stream()
                .sorted(NEWEST_FIRST)
                .filter(each -> isAfter(each, from))
                .limit(fetched)
                .toList();
            if (rest.isEmpty()) {
                return Future.succeededFuture();
            }
            Listed last = rest.getLast();
            return fill(filling, rest, 0, true)
                .compose(_ -> filling.isFull() || rest.size() < fetched || filling.scanned > SCANNED ? Future.succeededFuture()
                        : fillEnded(filling, new Position(true, last.score(), last.callId())));
        });
    }

    private static boolean isAfter(Listed each, Position from) {
        return each.score() < from.score() || each.score() == from.score() && each.callId().compareTo(from.id()) > 0;
    }

    /// Reads states in pieces until the page is full.
    private Future<Void> fill(Filling filling, List<Listed> listed, int at, boolean ended) {
        if (at >= listed.size() || filling.isFull() || filling.scanned > SCANNED) {
            return Future.succeededFuture();
        }
        List<Listed> piece = listed.subList(at, Math.min(listed.size(), at + filling.limit));
        return reads.states(piece.stream().map(Listed::callId).toList()).compose(states -> {
            for (Listed each : piece) {
                if (!filling.isFull()) {
                    filling.look(each, find(states, each.callId()), ended);
                }
            }
            return fill(filling, listed, at + piece.size(), ended);
        });
    }

    private static @Nullable CallState find(List<CallState> states, String callId) {
        return states.stream().filter(state -> state.callId().equals(callId)).findFirst().orElse(null);
    }

    private Future<List<Listed>> everyShard(IntFunction<Future<List<Listed>>> read) {
        List<Future<List<Listed>>> lists = shards.all().mapToObj(read).toList();
        return Future.all(lists).map(_ -> lists.stream().flatMap(list -> list.result().stream()).toList());
    }

    private static String cursor(Listed last, boolean ended) {
        String plain = (ended ? "e" : "l") + last.score() + ":" + last.callId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static Position position(String cursor) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            boolean ended = plain.charAt(0) == 'e';
            if (!ended && plain.charAt(0) != 'l') {
                throw Problem.badRequest("cursor is none of ours.");
            }
            return new Position(ended, Long.parseLong(plain, 1, colon, 10), plain.substring(colon + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException other) {
            throw Problem.badRequest("cursor is none of ours.");
        }
    }

    /// A page while it is being filled.
    private static final class Filling {
        private final int limit;
        private final Predicate<CallState> visible;
        private final List<CallState> calls = new ArrayList<>();
        private @Nullable String next;
        private int scanned;

        private Filling(int limit, Predicate<CallState> visible) {
            this.limit = limit;
            this.visible = visible;
        }

        private boolean isFull() {
            return calls.size() >= limit;
        }

        private void look(Listed listed, @Nullable CallState state, boolean ended) {
            scanned++;
            next = cursor(listed, ended);
            if (state != null && state.isEnded() == ended && visible.test(state)) {
                calls.add(state);
            }
        }

        private Page page() {
            return new Page(calls, isFull() || scanned > SCANNED ? next : null);
        }
    }
}
