package dev.liveline.hub.audience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void isReadAsItIsWritten() {
        Position position = new Position("2026-a:b", 17);

        assertThat(Position.parse(position.toString())).isEqualTo(position);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", ":", "e", "e:", ":1", "e:-1", "e:+1", "e: 1", "e:1.0", "e:x", "e:1234567890123456789",
            "e:٣", "0123456789012345678901234567890123456789012345678901234567890123456789:1" })
    void isNotMadeOfOtherText(String text) {
        assertThat(Position.parse(text)).isNull();
    }
}
