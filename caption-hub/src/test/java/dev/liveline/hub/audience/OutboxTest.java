package dev.liveline.hub.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.hub.audience.Outbox.Bound;
import dev.liveline.hub.audience.Outbox.Put;

class OutboxTest {

    private final Outbox outbox = new Outbox(new Bound(4, 400));

    private static Message event(long seq) {
        return new Message("c", "e", seq, "speech", null, null, false, new byte[10], 0);
    }

    private static Message partial(long seq, String utterance) {
        return new Message("c", "e", seq, "caption", null, utterance, true, new byte[10], 0);
    }

    private static Message last(long seq, String utterance) {
        return new Message("c", "e", seq, "caption", null, utterance, false, new byte[10], 0);
    }

    private List<Long> contents() {
        List<Long> seqs = new ArrayList<>();
        for (Message next = outbox.poll(); next != null; next = outbox.poll()) {
            seqs.add(next.seq());
        }
        return seqs;
    }

    @Nested
    class WithAnUnsentPartial {

        @Test
        void aNewerRevisionReplacesItAndGoesToTheEnd() {
            outbox.put(partial(1, "caller:1"));
            outbox.put(event(2));

            assertThat(outbox.put(partial(3, "caller:1"))).isEqualTo(Put.REPLACED);
            assertThat(contents()).containsExactly(2L, 3L);
        }

        @Test
        void itsFinalReplacesIt() {
            outbox.put(partial(1, "caller:1"));

            assertThat(outbox.put(last(2, "caller:1"))).isEqualTo(Put.REPLACED);
            assertThat(contents()).containsExactly(2L);
        }

        @Test
        void anotherUtteranceLeavesItAlone() {
            outbox.put(partial(1, "caller:1"));

            assertThat(outbox.put(partial(2, "assistant:2"))).isEqualTo(Put.HELD);
            assertThat(contents()).containsExactly(1L, 2L);
        }

        @Test
        void theSameUtteranceOfAnotherCallLeavesItAlone() {
            outbox.put(partial(1, "caller:1"));
            outbox.put(new Message("other", "e", 7, "caption", null, "caller:1", true, new byte[10], 0));

            assertThat(contents()).containsExactly(1L, 7L);
        }
    }

    @Nested
    class WithAnUnsentFinal {

        @Test
        void nothingReplacesIt() {
            outbox.put(last(1, "caller:1"));
            outbox.put(partial(2, "caller:1"));
            outbox.put(last(3, "caller:1"));

            assertThat(contents()).containsExactly(1L, 3L);
        }
    }

    @Nested
    class AtItsBound {

        @Test
        void oneMessageTooManyOverflows() {
            for (int seq = 1; seq <= 4; seq++) {
                assertThat(outbox.put(event(seq))).isEqualTo(Put.HELD);
            }

            assertThat(outbox.put(event(5))).isEqualTo(Put.OVERFLOW);
        }

        @Test
        void aReplacementStillFits() {
            outbox.put(partial(1, "caller:1"));
            outbox.put(event(2));
            outbox.put(event(3));
            outbox.put(event(4));

            assertThat(outbox.put(partial(5, "caller:1"))).isEqualTo(Put.REPLACED);
        }

        @Test
        void bytesCountToo() {
            assertThat(outbox.put(new Message("c", "e", 1, "caption", null, null, false, new byte[401], 0)))
                .isEqualTo(Put.OVERFLOW);
        }

        @Test
        void historyDoesNotCount() {
            for (int seq = 1; seq <= 100; seq++) {
                outbox.putHistory(event(seq));
            }

            assertThat(outbox.put(event(101))).isEqualTo(Put.HELD);
            assertThat(outbox.messages()).isEqualTo(1);
            assertThat(outbox.bytes()).isEqualTo(10);
        }

        @Test
        void whatWasSentMakesRoom() {
            for (int seq = 1; seq <= 50; seq++) {
                assertThat(outbox.put(event(seq))).isEqualTo(Put.HELD);
                outbox.poll();
            }

            assertThat(outbox.isEmpty()).isTrue();
            assertThat(outbox.bytes()).isZero();
        }
    }

    @Test
    void aCallsMessagesCanBeTakenOut() {
        outbox.put(event(1));
        outbox.put(new Message("other", "e", 2, "speech", null, null, false, new byte[10], 0));
        outbox.dropCall("c");

        assertThat(outbox.messages()).isEqualTo(1);
        assertThat(contents()).containsExactly(2L);
    }
}
