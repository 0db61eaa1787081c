package dev.liveline.hub.audience;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Reads of calls, shared by all who ask at the same time: a thousand viewers who come back at once cost a few reads, not a thousand.
///
/// At most one read of a key runs and one waits. Who asks while one runs is served by the next, never by the one that began before it
/// asked: a viewer registers first and asks then, and must find in the answer all that happened before it registered. Safe for use by
/// any thread; answers come on the source's thread, without a lock held.
///
/// @param <V> what a read finds
public final class SharedReads<V> {

    /// Where views come from. Must call exactly one of the answer's methods, later or at once.
    public interface Source<V> {
        /// @param after events up to this `seq` are not needed
        void read(String key, long after, Answer<V> answer);
    }

    /// Who asked.
    public interface Answer<V> {
        void arrived(V view);

        /// The source could not be read; asking again later may work.
        void unavailable();
    }

    private static final class Group<V> {
        private final List<Answer<V>> answers = new ArrayList<>();
        private long after = Long.MAX_VALUE;
    }

    private final Source<V> source;
    private final int maxRunning;
    private final Map<String, Group<V>> waiting = new LinkedHashMap<>();
    private final Set<String> running = new HashSet<>();

    /// @param maxRunning reads in work at once; the others wait
    public SharedReads(Source<V> source, int maxRunning) {
        this.source = source;
        this.maxRunning = maxRunning;
    }

    public void read(String key, long after, Answer<V> answer) {
        synchronized (this) {
            Group<V> group = waiting.computeIfAbsent(key, _ -> new Group<>());
            group.answers.add(answer);
            group.after = Math.min(group.after, after);
        }
        startWhatMay();
    }

    private void startWhatMay() {
        while (true) {
            @Nullable
            String key;
            Group<V> group;
            synchronized (this) {
                key = running.size() >= maxRunning ? null : firstFree();
                if (key == null) {
                    return;
                }
                group = waiting.remove(key);
                running.add(key);
            }
            source.read(key, group.after, new Answer<>() {
                @Override
                public void arrived(V view) {
                    finished(key);
                    group.answers.forEach(answer -> answer.arrived(view));
                }

                @Override
                public void unavailable() {
                    finished(key);
                    group.answers.forEach(Answer::unavailable);
                }
            });
        }
    }

    private @Nullable String firstFree() {
        for (String key : waiting.keySet()) {
            if (!running.contains(key)) {
                return key;
            }
        }
        return null;
    }

    private void finished(String key) {
        synchronized (this) {
            running.remove(key);
        }
        startWhatMay();
    }
}
