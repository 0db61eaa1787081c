package dev.liveline.router.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.router.routing.CallerHears.End;
import dev.liveline.router.routing.CallerHears.Message;
import dev.liveline.router.routing.CallerHears.Queueing;
import dev.liveline.router.routing.CallerHears.Recording;
import dev.liveline.router.routing.CallerHears.Ringing;
import dev.liveline.router.routing.Place.AtStep;

class FallbackPlanTest {

    private static final String NUMBER = "+15550001000";
    private static final FallbackPlan WHOLE = plan(
            new Fallback(List.of("+15550300001", "sip:desk@pbx.test"), "billing", true, "Bye"));

    @Nested
    class Beginning {

        @Test
        void callsTheFirstPerson() {
            assertThat(WHOLE.begin()).isEqualTo(new Ringing(NUMBER, new AtStep(0), "+15550300001", null));
            assertThat(WHOLE.firstWord()).isEqualTo("dial");
        }

        @Test
        void saysTheClosingWordsIfThePlanIsEmpty() {
            assertThat(plan(new Fallback(List.of(), null, false, null)).begin()).isEqualTo(new Message("Closed."));
        }
    }

    @Nested
    class ACallerWhoWasNotServed {

        @Test
        void goesDownThePlanInItsOrderToTheClosingWords() {
            assertThat(after(0)).isEqualTo(new Ringing(NUMBER, new AtStep(1), "sip:desk@pbx.test", null));
            assertThat(after(1)).isEqualTo(new Queueing(NUMBER, new AtStep(2), "billing"));
            assertThat(after(2)).isEqualTo(new Recording(NUMBER, new AtStep(3)));
            assertThat(after(3)).isEqualTo(new Message("Bye"));
            assertThat(after(4)).isEqualTo(new Message("Closed."));
        }

        @Test
        void beginsThePlanAfterTheAssistantTheBridgeOrATransfer() {
            for (Place place : List.of(Place.ASSISTANT, Place.BRIDGE, Place.TRANSFER)) {
                assertThat(WHOLE.after(place, Leaving.NOT_SERVED)).isEqualTo(WHOLE.begin());
            }
        }

        @ParameterizedTest
        @ValueSource(ints = { 5, 99, 9999 })
        void hearsTheClosingWordsIfThePlanHasBecomeShorter(int step) {
            assertThat(after(step)).isEqualTo(new Message("Closed."));
        }

        private CallerHears after(int step) {
            return WHOLE.after(new AtStep(step), Leaving.NOT_SERVED);
        }
    }

    @Test
    void aCallerWhoWasServedHearsNothingMore() {
        for (Place place : List.of(Place.ASSISTANT, Place.BRIDGE, Place.TRANSFER, Place.CONFERENCE, new AtStep(1))) {
            assertThat(WHOLE.after(place, Leaving.SERVED)).isEqualTo(new End());
        }
    }

    @Nested
    class APlace {

        @ParameterizedTest
        @ValueSource(strings = { "assistant", "bridge", "transfer", "conference", "0", "7", "9999" })
        void travelsInAUrlAndComesBack(String word) {
            assertThat(Place.of(word).word()).isEqualTo(word);
        }

        @ParameterizedTest
        @ValueSource(strings = { "", "-1", "12345", "x", "1e3" })
        void isTheBeginningIfItIsNoneOfOurs(String word) {
            assertThat(Place.of(word)).isEqualTo(new AtStep(0));
        }
    }

    @Nested
    class ADeparture {

        @ParameterizedTest
        @CsvSource(nullValues = "-", textBlock = """
                assistant,  completed, -,                       false, SERVED
                assistant,  failed,    -,                       false, NOT_SERVED
                assistant,  busy,      -,                       false, NOT_SERVED
                assistant,  no-answer, -,                       false, NOT_SERVED
                transfer,   completed, -,                       false, SERVED
                transfer,   canceled,  -,                       false, NOT_SERVED
                0,          answered,  -,                       false, SERVED
                0,          -,         bridged,                 false, SERVED
                0,          -,         redirected-from-bridged, false, SERVED
                0,          -,         hangup,                  false, SERVED
                0,          -,         queue-full,              false, NOT_SERVED
                0,          -,         system-error,            false, NOT_SERVED
                0,          -,         leave,                   false, NOT_SERVED
                0,          -,         -,                       true,  SERVED
                0,          -,         -,                       false, NOT_SERVED
                conference, answered,  -,                       false, NOT_SERVED
                bridge,     -,         -,                       false, NOT_SERVED
                """)
        void isServedWhenSomebodyWasReached(String place, String dial, String queue, boolean recorded, Leaving leaving) {
            assertThat(new Departure(Place.of(place), dial, queue, recorded, false).leaving(false)).isEqualTo(leaving);
        }

        @Test
        void ofACallerWhoIsGoneIsServed() {
            assertThat(new Departure(Place.ASSISTANT, "failed", null, false, true).leaving(false)).isEqualTo(Leaving.SERVED);
        }

        @ParameterizedTest
        @ValueSource(strings = { "bridge", "conference" })
        void fromWhereWeKnowThatItEndedWellIsServed(String place) {
            assertThat(new Departure(Place.of(place), null, null, false, false).leaving(true)).isEqualTo(Leaving.SERVED);
        }
    }

    private static FallbackPlan plan(Fallback fallback) {
        return new FallbackPlan(NUMBER, fallback.steps(), null, "Closed.");
    }
}
