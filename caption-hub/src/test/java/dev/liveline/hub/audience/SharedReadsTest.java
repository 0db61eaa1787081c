package dev.liveline.hub.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.liveline.hub.audience.SharedReads.Answer;

class SharedReadsTest {

    private record Running(String key, long after, Answer<String> answer) {}

    private final List<Running> running = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final SharedReads<String> reads = new SharedReads<>(
            (key, after, answer) -> running.add(new Running(key, after, answer)),
            2);

    private Answer<String> noteAs(String who) {
        return new Answer<>() {
            @Override
            public void arrived(String view) {
                heard.add(who + " " + view);
            }

            @Override
            public void unavailable() {
                heard.add(who + " nothing");
            }
        };
    }

    @Test
    void whoAsksWhileAReadRunsSharesTheNextOneFromTheEarliestPosition() {
        reads.read("c", 5, noteAs("first"));
        reads.read("c", 9, noteAs("second"));
        reads.read("c", 3, noteAs("third"));
        assertThat(running).hasSize(1);

        running.get(0).answer.arrived("old");
        assertThat(heard).containsExactly("first old");
        assertThat(running).hasSize(2);
        assertThat(running.get(1).after).isEqualTo(3);

        running.get(1).answer.arrived("new");
        assertThat(heard).containsExactly("first old", "second new", "third new");
    }

    @Test
    void soManyRunAtOnceAndTheOthersWait() {
        reads.read("a", 0, noteAs("a"));
        reads.read("b", 0, noteAs("b"));
        reads.read("c", 0, noteAs("c"));
        assertThat(running).extracting(Running::key).containsExactly("a", "b");

        running.get(0).answer.unavailable();

        assertThat(running).extracting(Running::key).containsExactly("a", "b", "c");
        assertThat(heard).containsExactly("a nothing");
    }
}
