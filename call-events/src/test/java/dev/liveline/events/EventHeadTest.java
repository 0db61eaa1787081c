package dev.liveline.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventHeadTest {

    static Stream<EventHead> heads() {
        return Stream.of(new EventHead("caption", "019b0c11-7a52", "m1x", 42, 1000, "caller:7", true, "billing"),
                new EventHead("caption", "a", "e", Long.MAX_VALUE, Long.MAX_VALUE, "assistant:1", false, "second line, nights"),
                new EventHead("call.started", "a@b.c:d", "e", 1, 0, null, false, null),
                EventHead.erased("call-1", "e1", 1000, "billing"));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void isReadAsItWasWritten(EventHead head) {
        assertThat(EventHead.read(head.write())).isEqualTo(head);
    }

    @Test
    void ofACaptionSaysWhatReplacesIt() {
        CallEvent partial = new CallEvent.Caption(new Envelope("call-1", "e1", 3, 1000, null), Speaker.CALLER, 2, 1, false,
                "hello", null);

        assertThat(EventHead.of(partial, null).write()).isEqualTo("caption call-1 e1 3 1000 caller:2 p ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "probe", "caption call-1 e1 3 1000 caller:2 p", "caption call-1 e1 x 1000 caller:2 p team",
            "caption call-1 e1 3 x caller:2 p team" })
    void ofSomethingElseIsUnreadable(String text) {
        assertThatThrownBy(() -> EventHead.read(text)).isInstanceOf(UnreadableEntry.class);
    }
}
