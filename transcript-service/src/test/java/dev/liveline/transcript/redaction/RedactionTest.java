package dev.liveline.transcript.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    private final Redaction all = new Redaction(EnumSet.allOf(SensitiveClass.class));

    @Nested
    class AFinal {

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = { "It's 4111 1111 1111 1111, thanks.|It's [card], thanks.",
                "4111-1111-1111-1111|[card]",
                "four one one one one one one one one one one one one one one one please|[card] please",
                "Write to ann.lee+x@mail.example.co.uk now|Write to [email] now", "ann at example dot com|[email]",
                "Call +1 (555) 010-0123 today|Call [phone] today", "My number is 078-05-1120.|My number is [id].",
                "AB 12 34 56 C it is|[id] it is", "Order 12345 of 2026|Order 12345 of 2026",
                "We met at noon. Dot came.|We met at noon. Dot came.", "12345678Z|[id]" })
        void losesWhatIsSensitiveAndNothingElse(String said, String kept) {
            assertThat(all.of(said, true)).isEqualTo(kept);
        }

        @Test
        void keepsADigitRunThatIsNoCardWhereOnlyCardsAreTakenOut() {
            Redaction cards = new Redaction(EnumSet.of(SensitiveClass.CARD));
            assertThat(cards.of("Parcel 4111 1111 1111 1112", true)).isEqualTo("Parcel 4111 1111 1111 1112");
        }
    }

    @Nested
    class APartial {

        @Test
        void losesANumberThatIsStillGrowing() {
            Redaction cards = new Redaction(EnumSet.of(SensitiveClass.CARD));
            assertThat(cards.of("it's 4111 1111", false)).isEqualTo("it's [number]");
            assertThat(cards.of("it's four one one", false)).isEqualTo("it's four one one");
        }
    }

    @Test
    void nothingIsTakenOutUnlessConfigured() {
        String text = "4111 1111 1111 1111";
        assertThat(Redaction.NONE.of(text, true)).isSameAs(text);
    }
}
