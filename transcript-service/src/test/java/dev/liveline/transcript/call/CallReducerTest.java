package dev.liveline.transcript.call;

import static dev.liveline.events.Speaker.ASSISTANT;
import static dev.liveline.events.Speaker.CALLER;
import static dev.liveline.transcript.call.Told.interrupted;
import static dev.liveline.transcript.call.Told.last;
import static dev.liveline.transcript.call.Told.mentioned;
import static dev.liveline.transcript.call.Told.partial;
import static dev.liveline.transcript.call.Told.speech;
import static dev.liveline.transcript.call.Told.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.events.BargeInSource;
import dev.liveline.events.CallEvent.CallEnded;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Command;
import dev.liveline.transcript.call.Happening.PersonAsked;
import dev.liveline.transcript.call.Happening.Reported;
import dev.liveline.transcript.call.Happening.SilenceChecked;
import dev.liveline.transcript.call.Happening.SpeechPlanned;
import dev.liveline.transcript.call.Happening.TextHeard;
import dev.liveline.transcript.call.Happening.ToolAnswered;

class CallReducerTest {

    private final Told call = new Told();

    @Nested
    class WhateverComesFirst {

        @Test
        void opensTheCall() {
            assertThat(call.at(0, mentioned()).types()).containsExactly("call.started");
        }

        @Test
        void opensAndEndsItWhenItIsTheEnd() {
            assertThat(call.at(0, status(CallStatus.ENDED)).types()).containsExactly("call.started", "call.ended");
        }

        @Test
        void meansThatItWasAnsweredWhenItIsSpeech() {
            assertThat(call.at(0, partial(CALLER, "hel")).types()).containsExactly("call.started", "call.status", "caption");
        }

        @Test
        void opensNothingWhenItIsOnlyALookForSilence() {
            assertThat(call.at(0, new SilenceChecked(1)).types()).isEmpty();
            assertThat(call.state.isOpened()).isFalse();
        }
    }

    @Nested
    class WordsOnItsStatus {

        private static final CallStatus GOES_ON = CallStatus.IN_PROGRESS;
        private static final CallStatus ELSEWHERE = CallStatus.FORWARDING;

        @Test
        void countByTheirOwnTimesWhateverOrderTheyComeIn() {
            orders(List.of(0, 1, 2, 3)).forEach(order -> {
                Told told = new Told();
                order.forEach(n -> told.late(n * 100L, 1_000, status(List.of(GOES_ON, ELSEWHERE, GOES_ON, GOES_ON).get(n))));
                assertThat(told.state.life().status()).as(order.toString()).isEqualTo(GOES_ON);
            });
            orders(List.of(0, 1, 2, 3)).forEach(order -> {
                Told told = new Told();
                order
                    .forEach(n -> told.late(n * 100L, 1_000, status(List.of(ELSEWHERE, GOES_ON, ELSEWHERE, ELSEWHERE).get(n))));
                assertThat(told.state.life().status()).as(order.toString()).isEqualTo(ELSEWHERE);
            });
        }

        @Test
        void outweighWhatSpeechMadeOneThink() {
            call.at(500, partial(ASSISTANT, "I put you through")).late(400, 300, status(ELSEWHERE));
            assertThat(call.state.life().status()).isEqualTo(ELSEWHERE);
            call.then().late(300, 500, status(GOES_ON));
            assertThat(call.types()).isEmpty();
        }

        private static List<List<Integer>> orders(List<Integer> of) {
            if (of.isEmpty()) {
                return List.of(List.of());
            }
            return of.stream().flatMap(first -> {
                List<Integer> others = of.stream().filter(n -> !n.equals(first)).toList();
                return orders(others).stream().map(rest -> Stream.concat(Stream.of(first), rest.stream()).toList());
            }).toList();
        }
    }

    @Nested
    class FinalsWithoutATime {

        @Test
        void areRepetitionsWhereTheyFollowOnTheSameWords() {
            call.untimed(0, last(CALLER, "Yes")).untimed(800, last(CALLER, "Yes"));
            assertThat(call.captions()).containsExactly("caller 1.1 Yes.");
        }

        @Test
        void wereSaidAgainWhereOthersStandBetween() {
            call.untimed(0, last(CALLER, "Yes"))
                .untimed(10, last(ASSISTANT, "Sure?"))
                .untimed(20, last(CALLER, "Yes"))
                .untimed(30, last(CALLER, "No"))
                .untimed(40, last(CALLER, "Yes"))
                .untimed(50, partial(CALLER, "yes"))
                .untimed(60, last(CALLER, "Yes"));
            assertThat(call.captions()).containsExactly("caller 1.1 Yes.", "assistant 2.1 Sure?.", "caller 3.1 Yes.",
                    "caller 4.1 No.", "caller 5.1 Yes.", "caller 6.1 yes", "caller 6.2 Yes.");
        }

        @Test
        void areKnownWhenThisServiceSaysThemAgain() {
            call.untimed(0, last(CALLER, "Yes")).untimed(10, last(CALLER, "No")).then();
            call.untimed(0, last(CALLER, "Yes")).untimed(10, last(CALLER, "No"));
            assertThat(call.captions()).isEmpty();
        }

        @Test
        void haveNoConfidenceThatCannotBeOne() {
            call.untimed(0, new TextHeard(CALLER, "Yes", true, 7.0)).untimed(1, new TextHeard(CALLER, "No", true, -0.1));
            assertThat(call.events).filteredOn(Caption.class::isInstance)
                .extracting(event -> ((Caption) event).confidence())
                .containsExactly(null, null);
        }
    }

    @Nested
    class WhileSomebodySpeaks {

        @Test
        void partialsReviseOneUtteranceAndTheFinalEndsIt() {
            call.at(0, partial(CALLER, "i'd"))
                .at(100, partial(CALLER, "i'd like"))
                .at(300, last(CALLER, "I'd like it"))
                .at(900, partial(CALLER, "and"));
            assertThat(call.captions()).containsExactly("caller 1.1 i'd", "caller 1.2 i'd like", "caller 1.3 I'd like it.",
                    "caller 2.1 and");
        }

        @Test
        void aPartialOlderThanWhatIsShownIsDropped() {
            call.at(0, partial(CALLER, "a")).at(200, partial(CALLER, "a b")).then().late(100, 200, partial(CALLER, "stale"));
            assertThat(call.captions()).isEmpty();
        }

        @Test
        void aPartialOlderThanTheFinalIsDropped() {
            call.at(0, partial(CALLER, "a")).at(300, last(CALLER, "A b")).then().late(200, 300, partial(CALLER, "a b"));
            assertThat(call.captions()).isEmpty();
        }

        @Test
        void aPartialOfTheMomentAndTheWordsOfTheFinalIsDropped() {
            call.at(0, last(CALLER, "Yes")).then().late(0, 40, partial(CALLER, "yes ")).late(0, 50, partial(CALLER, "and"));
            assertThat(call.captions()).containsExactly("caller 2.1 and");
        }

        @Test
        void theConfidenceOfWordsIsToldWithThem() {
            call.at(0, new TextHeard(CALLER, "Yes", true, 0.93));
            assertThat(call.events).filteredOn(Caption.class::isInstance)
                .extracting(event -> ((Caption) event).confidence())
                .containsExactly(0.93);
        }

        @Test
        void aFinalThatComesAgainIsDroppedAndOtherWordsAreAnUtteranceOfTheirOwn() {
            call.at(0, last(CALLER, "Yes")).late(0, 500, last(CALLER, "Yes")).late(0, 500, last(CALLER, "Yes, please"));
            assertThat(call.captions()).containsExactly("caller 1.1 Yes.", "caller 2.1 Yes, please.");
        }

        @Test
        void theSameWordsSaidAgainAreAnotherUtterance() {
            call.at(0, last(CALLER, "Yes")).at(900, last(CALLER, "Yes"));
            assertThat(call.captions()).containsExactly("caller 1.1 Yes.", "caller 2.1 Yes.");
        }

        @Test
        void aFinalOlderThanTheOpenUtteranceLeavesItOpen() {
            call.at(500, partial(CALLER, "second"))
                .then()
                .late(200, 400, last(CALLER, "First"))
                .at(700, last(CALLER, "Second"));
            assertThat(call.captions()).containsExactly("caller 2.1 First.", "caller 1.2 Second.");
        }

        @Test
        void theOtherSpeakersUtteranceIsAnother() {
            call.at(0, partial(ASSISTANT, "How")).at(50, partial(CALLER, "hel")).at(100, partial(ASSISTANT, "How can"));
            assertThat(call.captions()).containsExactly("assistant 1.1 How", "caller 2.1 hel", "assistant 1.2 How can");
        }
    }

    @Nested
    class WhenTheCallerSpeaksOverTheAssistant {

        @Test
        void ourEarsAndThePlatformsWordMakeOneEvent() {
            call.at(0, partial(ASSISTANT, "Let me tell you")).at(100, partial(CALLER, "no")).at(400, interrupted());
            assertThat(call.bargeIns()).singleElement().satisfies(bargeIn -> {
                assertThat(bargeIn.source()).isEqualTo(BargeInSource.DETECTED);
                assertThat(bargeIn.utterance()).isEqualTo(1);
            });
        }

        @Test
        void thePlatformsWordAloneSuffices() {
            call.at(0, partial(ASSISTANT, "Let me")).at(100, interrupted());
            assertThat(call.bargeIns()).singleElement()
                .satisfies(each -> assertThat(each.source()).isEqualTo(BargeInSource.VAPI));
        }

        @Test
        void twoAndAHalfSecondsLaterItIsAnother() {
            call.at(0, partial(ASSISTANT, "Let me")).at(100, interrupted()).at(2_599, interrupted()).at(2_600, interrupted());
            assertThat(call.bargeIns()).hasSize(2);
        }

        @Test
        void doubtfulOrOldWordsAreNone() {
            call.at(0, partial(ASSISTANT, "Let me"))
                .at(100, new TextHeard(CALLER, "hm", true, 0.69))
                .late(200, 501, partial(CALLER, "old"));
            assertThat(call.bargeIns()).isEmpty();
            call.at(300, new TextHeard(CALLER, "no", true, 0.7));
            assertThat(call.bargeIns()).hasSize(1);
        }

        @Test
        void ourEarsHearOneForAsLongAsTheCallerTalks() {
            call.at(0, partial(ASSISTANT, "Let me"));
            for (int at = 100; at < 9_000; at += 700) {
                call.at(at, partial(CALLER, "no " + at));
            }
            assertThat(call.bargeIns()).hasSize(1);
            call.at(9_000, partial(ASSISTANT, "Let me tell you")).at(9_100, partial(CALLER, "no no"));
            assertThat(call.bargeIns()).hasSize(2);
        }

        @Test
        void soundAloneIsNone() {
            call.at(0, partial(ASSISTANT, "Let me")).at(100, speech(CALLER, true));
            assertThat(call.bargeIns()).isEmpty();
        }

        @Test
        void withNothingOpenThereIsNone() {
            call.at(0, last(ASSISTANT, "Let me")).at(100, interrupted()).at(200, partial(CALLER, "no"));
            assertThat(call.bargeIns()).isEmpty();
        }

        @Test
        void whatWasHeardIsKnownByTheTimesOfTheWords() {
            SpokenPlan plan = new SpokenPlan(1, "Sure, one moment", Told.BEGIN, List.of("Sure,", " ", "one", "moment"),
                    List.of(290, 330, 520, 900));
            call.at(0, new SpeechPlanned(plan)).at(10, partial(ASSISTANT, "Sure,")).at(600, interrupted());
            assertThat(call.bargeIns()).singleElement().satisfies(each -> assertThat(each.heard()).isEqualTo("Sure, one"));
        }

        @Test
        void whatWasHeardIsOfTheUtteranceThatIsCut() {
            SpokenPlan plan = new SpokenPlan(1, "One two. Three four.", Told.BEGIN, List.of("One", "two.", "Three", "four."),
                    List.of(100, 200, 300, 400));
            call.at(0, new SpeechPlanned(plan))
                .at(200, last(ASSISTANT, "One two."))
                .at(300, partial(ASSISTANT, "Three"))
                .at(350, interrupted());
            assertThat(call.bargeIns()).singleElement().satisfies(each -> assertThat(each.heard()).isEqualTo("Three"));
        }

        @Test
        void whatWasHeardGoesOnOverThePartsOfATurn() {
            Happening first = part(0, List.of("Hello", "there."), List.of(400, 900));
            Happening second = part(1_000, List.of("How", "are", "you"), List.of(300, 600, 900));
            call.at(0, first).at(1_000, second).late(1_000, 100, second).late(0, 1_200, first).at(1_650, interrupted());
            assertThat(call.bargeIns()).singleElement()
                .satisfies(each -> assertThat(each.heard()).isEqualTo("Hello there. How are"));
        }

        @Test
        void whatWasHeardIsNotDoubledByWordsWithoutTheirTimes() {
            Happening untimed = part(0, List.of("Hello", "there."), List.of(0, 0));
            call.at(0, untimed).late(0, 50, untimed).at(100, partial(ASSISTANT, "Hello")).at(200, interrupted());
            assertThat(call.bargeIns()).singleElement().satisfies(each -> assertThat(each.heard()).isEqualTo("Hello there."));
        }

        private static Happening part(long at, List<String> words, List<Integer> ends) {
            return new SpeechPlanned(new SpokenPlan(3, "Hello there. How are you", Told.BEGIN + at, words, ends));
        }
    }

    @Nested
    class WhenTheAssistantIsNotTranscribed {

        @Test
        void whatItSetsOutToSayIsShownAndSettledByTheNextTurn() {
            call.at(0, plan(0, "Hello there", 0)).at(2000, plan(1, "How can I help", 2000)).at(9000, status(CallStatus.ENDED));
            assertThat(call.captions()).containsExactly("assistant 1.1 Hello there", "assistant 1.2 Hello there.",
                    "assistant 2.1 How can I help", "assistant 2.2 How can I help.");
        }

        @Test
        void theFirstTranscriptTakesOver() {
            call.at(0, plan(0, "Hello there. Bye", 0))
                .at(100, partial(ASSISTANT, "Hello"))
                .at(300, last(ASSISTANT, "Hello there"));
            assertThat(call.captions()).containsExactly("assistant 1.1 Hello there. Bye", "assistant 1.2 Hello",
                    "assistant 1.3 Hello there.");
        }

        private static Happening plan(int turn, String text, long at) {
            return new SpeechPlanned(new SpokenPlan(turn, text, Told.BEGIN + at, List.of(), List.of()));
        }
    }

    @Nested
    class AfterTheEnd {

        @Test
        void lateFinalsAreRecordedAndNothingElse() {
            call.at(0, last(CALLER, "Hi"))
                .at(5000, status(CallStatus.ENDED))
                .then()
                .late(4000, 2000, last(CALLER, "Bye"))
                .late(4100, 2000, partial(CALLER, "by"))
                .late(4200, 2000, status(CallStatus.IN_PROGRESS))
                .late(4300, 2000, interrupted())
                .late(4400, 2000, speech(CALLER, true))
                .at(6000, new Reported("other", null));
            assertThat(call.types()).containsExactly("caption");
            assertThat(call.state.isEnded()).isTrue();
        }

        @Test
        void whatTheCallHeldIsReleasedOnce() {
            call.at(0, mentioned())
                .at(5000, new Reported("customer-ended-call", Told.BEGIN + 4800))
                .at(6000,
                        status(CallStatus.ENDED));
            assertThat(call.commands).singleElement().isInstanceOf(Command.Release.class);
            assertThat(call.events.getLast()).isInstanceOfSatisfying(CallEnded.class,
                    ended -> assertThat(ended.durationMs()).isEqualTo(4800));
        }

        @Test
        void itComesByItselfAfterASilence() {
            call.at(0, mentioned()).at(1_799_999, new SilenceChecked(1_800_000));
            assertThat(call.state.isEnded()).isFalse();
            call.at(1_800_000, new SilenceChecked(1_800_000));
            assertThat(call.state.life().endedReason()).isEqualTo("expired");
        }
    }

    @Nested
    class WhenAToolIsUsed {

        @Test
        void itsOutcomeIsToldOnce() {
            ToolAnswered answered = new ToolAnswered("t1", "find", ToolAnswered.Outcome.OK, 12);
            call.at(0, mentioned()).then().at(1, answered).at(2, answered);
            assertThat(call.types()).containsExactly("tool");
        }

        @Test
        void aPersonIsOrderedOnce() {
            call.at(0, mentioned()).at(1, new PersonAsked("t1", null, "angry")).at(2, new PersonAsked("t1", null, "angry"));
            assertThat(call.commands).singleElement()
                .isInstanceOfSatisfying(Command.Transfer.class, transfer -> assertThat(transfer.team()).isEqualTo("default"));
            assertThat(call.state.life().askedForPersonAt()).isEqualTo(Told.BEGIN + 1);
        }
    }

    @Nested
    class ForMetrics {

        @Test
        void erasureAndResponseAreSummedUp() {
            call.at(0, partial(CALLER, "i would like"))
                .at(100, partial(CALLER, "i want"))
                .at(200, last(CALLER, "I want"))
                .at(700, speech(ASSISTANT, true));
            assertThat(call.state.quality().erasedWords()).isEqualTo(4);
            assertThat(call.state.quality().responseMs()).isEqualTo(500);
            assertThat(call.state.quality().laggyTurns()).isEqualTo(1);
        }

        @Test
        void aFinalThatTheAssistantHasAnsweredAlreadyWaitsForNoAnswer() {
            call.at(700, speech(ASSISTANT, true))
                .late(200, 600, last(CALLER, "I want"))
                .at(5_000, speech(ASSISTANT, false))
                .at(6_000, speech(ASSISTANT, true));
            assertThat(call.state.quality().turns()).isZero();
        }
    }
}
