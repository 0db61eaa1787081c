package dev.liveline.router.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.liveline.router.room.Finding.Alone;
import dev.liveline.router.room.Finding.Empty;
import dev.liveline.router.room.Finding.LookAgain;
import dev.liveline.router.room.Finding.Patience;

class FindingTest {

    private static final long OPENED = 1_800_000_000_000L;
    private static final Patience PATIENCE = new Patience(10_000, 5_000, 30_000);
    private static final Occupant CALLER = new Occupant("caller", false, false, false);
    private static final Occupant AGENT = new Occupant("agent", false, false, false);

    private final Room opened = Room.opened("019b", "room-1", "c-1", "caller", "agent", "+15550001000", "ann", OPENED);

    private Room withAgent(Long agentSince, Long aloneSince) {
        return new Room("019b", "room-1", "CF1", "c-1", "caller", "agent", "+15550001000", "ann", agentSince, aloneSince,
                List.of());
    }

    private static Finding find(Room room, long now, Occupant... inside) {
        return Finding.of(room, List.of(inside), now, PATIENCE);
    }

    @Nested
    class ACallerWhoseAgentNeverCame {

        @Test
        void isLookedAtWhenPatienceEnds() {
            assertThat(find(opened, OPENED + 9_999, CALLER)).isEqualTo(new LookAgain(OPENED, OPENED + 10_000));
        }

        @Test
        void isOwedSomebodyThen() {
            assertThat(find(opened, OPENED + 10_000, CALLER)).isEqualTo(new Alone(false));
        }
    }

    @Nested
    class ACallerInCompany {

        @Test
        void isLookedAtNowAndThen() {
            assertThat(find(opened, OPENED + 60_000, CALLER, AGENT)).isEqualTo(new LookAgain(null, OPENED + 90_000));
        }

        @Test
        void mayHaveASupervisorForIt() {
            assertThat(find(withAgent(OPENED, OPENED), OPENED + 60_000, CALLER, new Occupant("sue", false, false, false)))
                .isEqualTo(new LookAgain(null, OPENED + 90_000));
        }
    }

    @Nested
    class ACallerWhoIsLeftBehind {

        @ParameterizedTest
        @CsvSource({ "true,false,false", "false,true,false", "false,false,true" })
        void isAloneThoughSomebodyUnheardIsThere(boolean muted, boolean onHold, boolean coaching) {
            assertThat(find(withAgent(OPENED, OPENED + 60_000), OPENED + 70_000, CALLER,
                    new Occupant("sue", muted, onHold, coaching)))
                .isEqualTo(new Alone(true));
        }

        @Test
        void hasThePatienceFromWhenItIsFoundIfNobodyTold() {
            assertThat(find(withAgent(OPENED, null), OPENED + 60_000, CALLER))
                .isEqualTo(new LookAgain(OPENED + 60_000, OPENED + 70_000));
        }

        @Test
        void isOwedSomebodyIfTheAgentWasThereForAMomentOnly() {
            assertThat(find(withAgent(OPENED, OPENED + 4_999), OPENED + 20_000, CALLER)).isEqualTo(new Alone(false));
        }

        @Test
        void isDoneIfTheyHadSpoken() {
            assertThat(find(withAgent(OPENED, OPENED + 5_000), OPENED + 20_000, CALLER)).isEqualTo(new Alone(true));
        }
    }

    @Nested
    class ARoomWithoutItsCaller {

        @Test
        void isEmptyWhoeverElseIsThere() {
            assertThat(find(opened, OPENED, AGENT)).isEqualTo(new Empty());
            assertThat(find(opened, OPENED)).isEqualTo(new Empty());
        }
    }
}
