package dev.liveline.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandingTest {

    @Test
    void isReadAsItWasWritten() {
        Standing standing = new Standing("mx2upycmvyud", 132, 134, 1_796_017_971_498L);

        assertThat(standing.write()).isEqualTo("mx2upycmvyud 132 134 1796017971498");
        assertThat(Standing.read(standing.write())).isEqualTo(standing);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "e", "e 1 2", "e 1 2 3 4", "e one 2 3", "e 1 2 3 " })
    void setsWhatIsNoneAside(String text) {
        assertThatThrownBy(() -> Standing.read(text)).isInstanceOf(UnreadableEntry.class);
    }
}
