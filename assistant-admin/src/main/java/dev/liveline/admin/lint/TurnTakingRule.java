package dev.liveline.admin.lint;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Trees;

/// Who speaks when: settings that make the assistant slow to answer, slow to stop, or stop at a cough.
public enum TurnTakingRule implements Rule {

    // @formatter:off
    SMART_ENDPOINTING_DEPRECATED(Spec.warning(
            "`startSpeakingPlan.smartEndpointingPlan` instead of the deprecated `smartEndpointingEnabled`.",
            "Vapi's OpenAPI document: StartSpeakingPlan", TurnTakingRule::deprecatedEndpointing)),
    FLUX_WITH_SMART_ENDPOINTING(Spec.warning(
            "Deepgram Flux has no `smartEndpointingPlan` beside it: any silently turns off Flux's own end of turn.",
            "Vapi's staff notes (gitops)", TurnTakingRule::fluxTwice)),
    ENDPOINTING_SLOW(Spec.warning(
            "The assistant answers within about a second of silence.",
            "Vapi's OpenAPI document: TranscriptionEndpointingPlan; a traced call spent 1,501 ms of a 2,719 ms turn on it",
            TurnTakingRule::endpointingSlow)),
    ENDPOINTING_UNSET(Spec.advice(
            "Something decides that the caller is done: Vapi's fallback waits 1.5 s where there is no punctuation.",
            "Vapi's OpenAPI document: onNoPunctuationSeconds", TurnTakingRule::endpointingUnset)),
    ENDPOINTING_JUMPY(Spec.warning(
            "The assistant does not answer into a breath: some wait after the end of speech.",
            "Vapi's OpenAPI document: StartSpeakingPlan", TurnTakingRule::endpointingJumpy)),
    BARGE_IN_SLOW(Spec.warning(
            "A caller who starts to speak is heard at once: `numWords` at most 2, `voiceSeconds` at most 0.4.",
            "Vapi's staff notes (gitops): numWords 2 talks over the caller for 500–800 ms", TurnTakingRule::bargeInSlow)),
    BARGE_IN_JUMPY(Spec.warning(
            "A cough does not stop the assistant: `voiceSeconds` at least 0.1 where `numWords` is 0.",
            "Vapi's OpenAPI document: StopSpeakingPlan", TurnTakingRule::bargeInJumpy)),
    BARGE_IN_UNSET(Spec.advice(
            "`stopSpeakingPlan.numWords` is set: Vapi's schema says its default is 0, its staff observe 2.",
            "contradiction between Vapi's OpenAPI document and staff notes (gitops)", TurnTakingRule::bargeInUnset)),
    VOICE_SECONDS_IGNORED(Spec.advice(
            "`voiceSeconds` counts only where `numWords` is 0.", "Vapi's OpenAPI document: StopSpeakingPlan",
            TurnTakingRule::voiceSecondsIgnored)),
    BACKOFF_AFTER_BARGE_IN_LONG(Spec.warning(
            "After an interruption the assistant is back within 3 seconds (`stopSpeakingPlan.backoffSeconds`).",
            "Vapi's OpenAPI document: StopSpeakingPlan", TurnTakingRule::backoffLong)),
    GREETING_UNINTERRUPTIBLE(Spec.advice(
            "A greeting of more than 160 characters can be interrupted (`firstMessageInterruptionsEnabled`).",
            "Vapi's OpenAPI document: default false", TurnTakingRule::longGreeting)),
    CONFIDENCE_THRESHOLD_HIGH(Spec.warning(
            "`transcriber.confidenceThreshold` is at most 0.7: finals below it are dropped, and telephone audio scores low.",
            "Vapi's OpenAPI document: DeepgramTranscriber", TurnTakingRule::confidenceHigh));
    // @formatter:on

    private final Spec spec;

    TurnTakingRule(Spec spec) {
        this.spec = spec;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static List<Hit> deprecatedEndpointing(Subject subject) {
        String pointer = "/startSpeakingPlan/smartEndpointingEnabled";
        if (!subject.has(pointer)) {
            return List.of();
        }
        boolean wanted = subject.at(pointer).isTextual() || subject.at(pointer).asBoolean();
        ObjectNode plan = Trees.object().put("provider", "livekit");
        return List.of(wanted && !subject.has("/startSpeakingPlan/smartEndpointingPlan")
                ? Hit.at(pointer, "This switch is deprecated.", "Use smartEndpointingPlan.", Patch.remove(pointer),
                        Patch.put("/startSpeakingPlan/smartEndpointingPlan", plan))
                : Hit.at(pointer, "This switch is deprecated.", "Leave it out.", Patch.remove(pointer)));
    }

    private static List<Hit> fluxTwice(Subject subject) {
        return isFlux(subject) && subject.has("/startSpeakingPlan/smartEndpointingPlan")
                ? List.of(Hit.at("/startSpeakingPlan/smartEndpointingPlan",
                        "It silently turns off Flux's own end-of-turn detection.",
                        "Leave it out, or choose another transcriber.",
                        Patch.remove("/startSpeakingPlan/smartEndpointingPlan")))
                : List.of();
    }

    private static List<Hit> endpointingSlow(Subject subject) {
        List<Hit> hits = new ArrayList<>();
        atMost(subject, "/startSpeakingPlan/waitSeconds", 1.0, "0.4", hits);
        atMost(subject, "/startSpeakingPlan/transcriptionEndpointingPlan/onPunctuationSeconds", 0.5, "0.1", hits);
        atMost(subject, "/startSpeakingPlan/transcriptionEndpointingPlan/onNoPunctuationSeconds", 1.0, "0.8", hits);
        atMost(subject, "/startSpeakingPlan/transcriptionEndpointingPlan/onNumberSeconds", 1.0, "0.5", hits);
        atMost(subject, "/transcriber/endpointing", 400, "300", hits);
        return hits;
    }

    private static void atMost(Subject subject, String pointer, double most, String better, List<Hit> hits) {
        if (subject.number(pointer, 0) > most) {
            hits.add(Hit.at(pointer, "Callers wait this long before they are answered, in every turn.", "Try " + better + ".",
                    Patch.put(pointer, Trees.read(better))));
        }
    }

    private static List<Hit> endpointingUnset(Subject subject) {
        boolean decided = isFlux(subject) || subject.has("/startSpeakingPlan/smartEndpointingPlan")
                || subject.has("/startSpeakingPlan/smartEndpointingEnabled")
                || subject.has("/startSpeakingPlan/transcriptionEndpointingPlan/onNoPunctuationSeconds");
        return decided ? List.of()
                : List.of(Hit.at(subject.has("/startSpeakingPlan") ? "/startSpeakingPlan" : "",
                        "Where the transcript has no punctuation, Vapi waits 1.5 s before it answers.",
                        "Set startSpeakingPlan.smartEndpointingPlan, or transcriptionEndpointingPlan.onNoPunctuationSeconds."));
    }

    private static List<Hit> endpointingJumpy(Subject subject) {
        boolean nothingElse = !isFlux(subject) && !subject.has("/startSpeakingPlan/smartEndpointingPlan");
        return nothingElse && subject.has("/startSpeakingPlan/waitSeconds")
                && subject.number("/startSpeakingPlan/waitSeconds", 1) < 0.2
                        ? List.of(Hit.at("/startSpeakingPlan/waitSeconds",
                                "The assistant starts while the caller draws breath.", "Try 0.4.",
                                Patch.put("/startSpeakingPlan/waitSeconds", Trees.read("0.4"))))
                        : List.of();
    }

    private static List<Hit> bargeInSlow(Subject subject) {
        List<Hit> hits = new ArrayList<>();
        if (subject.number("/stopSpeakingPlan/numWords", 0) > 2) {
            hits.add(Hit.at("/stopSpeakingPlan/numWords",
                    "The assistant talks over the caller until that many words are transcribed.", "Try 1.",
                    Patch.put("/stopSpeakingPlan/numWords", Trees.read("1"))));
        }
        if (subject.number("/stopSpeakingPlan/voiceSeconds", 0) > 0.4 && subject.number("/stopSpeakingPlan/numWords", 0) == 0) {
            hits.add(Hit.at("/stopSpeakingPlan/voiceSeconds", "The assistant talks over the caller this long.", "Try 0.2.",
                    Patch.put("/stopSpeakingPlan/voiceSeconds", Trees.read("0.2"))));
        }
        return hits;
    }

    private static List<Hit> bargeInJumpy(Subject subject) {
        return subject.number("/stopSpeakingPlan/numWords", 0) == 0
                && subject.number("/stopSpeakingPlan/voiceSeconds", 0.2) < 0.1
                        ? List.of(Hit.at("/stopSpeakingPlan/voiceSeconds", "A cough or a door stops the assistant.", "Try 0.2.",
                                Patch.put("/stopSpeakingPlan/voiceSeconds", Trees.read("0.2"))))
                        : List.of();
    }

    private static List<Hit> bargeInUnset(Subject subject) {
        return subject.has("/stopSpeakingPlan/numWords") ? List.of()
                : List.of(Hit.at(subject.has("/stopSpeakingPlan") ? "/stopSpeakingPlan" : "",
                        "Sources disagree whether the default is 0 (sound) or 2 (words).", "Set stopSpeakingPlan.numWords."));
    }

    private static List<Hit> voiceSecondsIgnored(Subject subject) {
        return subject.has("/stopSpeakingPlan/voiceSeconds") && subject.number("/stopSpeakingPlan/numWords", 0) > 0
                ? List.of(Hit.at("/stopSpeakingPlan/voiceSeconds", "It has no effect while numWords is above 0.",
                        "Leave it out."))
                : List.of();
    }

    private static List<Hit> backoffLong(Subject subject) {
        return subject.number("/stopSpeakingPlan/backoffSeconds", 1) <= 3 ? List.of()
                : List.of(Hit.at("/stopSpeakingPlan/backoffSeconds", "The line is dead this long after every interruption.",
                        "Try 1.",
                        Patch.put("/stopSpeakingPlan/backoffSeconds", Trees.read("1"))));
    }

    private static List<Hit> longGreeting(Subject subject) {
        return subject.text("/firstMessage").length() <= 160 || subject.at("/firstMessageInterruptionsEnabled").asBoolean(false)
                ? List.of()
                : List.of(Hit.at("/firstMessage",
                        "Callers must hear all of a long greeting: it cannot be interrupted by default.",
                        "Shorten it, or set firstMessageInterruptionsEnabled."));
    }

    private static List<Hit> confidenceHigh(Subject subject) {
        return subject.number("/transcriber/confidenceThreshold", 0) <= 0.7 ? List.of()
                : List.of(Hit.at("/transcriber/confidenceThreshold",
                        "Finals below the threshold are dropped; telephone audio scores low.",
                        "Try 0.4.", Patch.put("/transcriber/confidenceThreshold", Trees.read("0.4"))));
    }

    private static boolean isFlux(Subject subject) {
        return subject.text("/transcriber/model").startsWith("flux");
    }
}
