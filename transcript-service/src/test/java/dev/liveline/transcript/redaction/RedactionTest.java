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
                "We met at noon. Dot came.|We met at noon. Dot came.", "12345678Z|[id]",
                "4111 1111 1111 1111 123|[card] 123", "4111 1111 1111 1111 12/25|[card] 12/25",
                "1 4111 1111 1111 1111|1 [card]", "3782 822463 10005, 12 27|[card], 12 27",
                "4111\u00a01111\u00a01111\u20131111|[card]", "double four triple one one double one four two|[phone]",
                "four double one one double one one double one one double one one double one one, thanks|[card], thanks",
                "٤١١١ ١١١١ ١١١١ ١١١١|[card]", "josé@exämple.es|[email]", "ann dot lee at example dot co dot uk|[email]",
                "It is ann_lee at example.com.|It is [email].", "ann@example dot com, yes|[email], yes",
                "one two three four five six seven eight nine|[id]", "078.05.1120|[id]", "12345678 Z|[id]",
                "12345678 a day|[phone] a day", "+44 (0)20 7946 0958|[phone]", "555 010 0123, 555 010 0199|[phone]",
                "It cost 1,000,000.50 in all|It cost 1,000,000.50 in all", "On 2026-11-29 at 4|On 2026-11-29 at 4",
                "See you at home|See you at home", "one for you, two for me|one for you, two for me" })
        void losesWhatIsSensitiveAndNothingElse(String said, String kept) {
            assertThat(all.of(said, true)).isEqualTo(kept);
        }

        @Test
        void keepsALongNumberInOnePieceThoughAPartOfItWouldBeACard() {
            Redaction cards = new Redaction(EnumSet.of(SensitiveClass.CARD));
            assertThat(cards.of("Parcel 941111111111111111234", true)).isEqualTo("Parcel 941111111111111111234");
            assertThat(cards.of("Twelve 411111111111, twenty 41111111111111111111", true))
                .isEqualTo("Twelve 411111111111, twenty 41111111111111111111");
        }

        @Test
        void isReadInTimeHoweverLongItIs() {
            String digits = "1 ".repeat(200_000);
            assertThat(all.of(digits, true).replaceAll("\\[(card|phone)]", "").length()).isLessThan(digits.length());
            assertThat(all.of("a.".repeat(200_000), false).length()).isEqualTo(400_000);
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
            assertThat(cards.of("4111 1111 1111 1111 1111 1111, ", false)).isEqualTo("[card] [number]");
        }

        @Test
        void losesAnAddressThatIsStillGrowing() {
            assertThat(all.of("it's ann.lee@exam", false)).isEqualTo("it's [email]");
            assertThat(all.of("it's ann@", false)).isEqualTo("it's [email]");
            assertThat(all.of("it's ann@example dot", false)).isEqualTo("it's [email]");
            assertThat(all.of("ann@example is my", false)).isEqualTo("ann@example is my");
            assertThat(all.of("élan at example dot", false)).isEqualTo("[email]");
            assertThat(all.of("it's ann dot lee at example dot", false)).isEqualTo("it's [email]");
            assertThat(all.of("meet me at the", false)).isEqualTo("meet me at the");
        }
    }

    @Test
    void nothingIsTakenOutUnlessConfigured() {
        String text = "4111 1111 1111 1111";
        assertThat(Redaction.NONE.of(text, true)).isSameAs(text);
    }
}
