package dev.liveline.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventEntryTest {

    @ParameterizedTest
    @ValueSource(strings = { "billing", "second line, nights", "a team\nof two", "équipe" })
    void isReadAsItWasWrittenWhateverItsTeamIsCalled(String team) {
        CallEvent event = new CallEvent.Caption(new Envelope("call-1", "e1", 3, 1000, null), Speaker.CALLER, 2, 1, false,
                "Two\nlines, and \"words\".", null);
        EventEntry entry = EventEntry.of(event, team);

        assertThat(EventEntry.read(entry.write())).isEqualTo(entry);
        byte[] bytes = entry.write().getBytes(StandardCharsets.UTF_8);
        assertThat(new String(bytes, 0, EventEntry.headEnd(bytes), StandardCharsets.UTF_8)).isEqualTo(entry.head().write());
    }

    @Test
    void setsWhatIsNoneAside() {
        assertThatThrownBy(() -> EventEntry.read("probe")).isInstanceOf(UnreadableEntry.class);
        assertThat(EventEntry.headEnd("probe".getBytes(StandardCharsets.UTF_8))).isEqualTo(-1);
    }
}
