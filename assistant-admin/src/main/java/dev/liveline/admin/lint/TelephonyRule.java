package dev.liveline.admin.lint;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.TextNode;

import dev.liveline.admin.json.Patch;

/// Liveline's callers are on the telephone: 8 kHz, mu-law, narrow band, and waiting.
public enum TelephonyRule implements Rule {

    // @formatter:off
    TRANSCRIBER_NOT_FOR_TELEPHONE(Spec.warning(
            "The transcriber's model is made for telephone audio (8 kHz mu-law): `nova-3`, `nova-2-phonecall`, `flux-general-en` or the like.",
            "Deepgram's model names: what a variant was trained for", TelephonyRule::transcriberModel)),
    TRANSCRIBER_NOT_LIVE(Spec.warning(
            "The transcriber sends words while the caller speaks: Whisper models hand over whole stretches.",
            "Deepgram's Whisper is hosted for recordings", TelephonyRule::notLive)),
    VOICE_SLOW(Spec.warning(
            "The voice's model answers a live call: `eleven_flash_v2_5` or `eleven_turbo_v2_5`; the large models pay for quality that 8 kHz cannot carry.",
            "Vapi's OpenAPI document: ElevenLabsVoice.model", TelephonyRule::slowVoice)),
    VOICE_STYLE_EXAGGERATED(Spec.advice(
            "`voice.style` is at most 0.5: more costs time, and exaggeration gets harsh on a narrow band.",
            "Vapi's OpenAPI document: ElevenLabsVoice.style", TelephonyRule::exaggeratedStyle)),
    BACKGROUND_SOUND_ON_TELEPHONE(Spec.advice(
            "`backgroundSound` is set, preferably `off`: on the phone Vapi plays an office by default, and mu-law makes noise of it.",
            "Vapi's OpenAPI document: backgroundSound", TelephonyRule::backgroundSound)),
    NUMERALS_OFF(Spec.advice(
            "`transcriber.numerals` is on, so that agents read order numbers as digits.",
            "Vapi's OpenAPI document: DeepgramTranscriber", TelephonyRule::numerals));
    // @formatter:on

    private static final Set<String> OTHER_AUDIO = Set.of("meeting", "video", "drivethru", "automotive", "finance",
            "voicemail");
    private static final Set<String> SLOW_VOICES = Set.of("eleven_multilingual_v2", "eleven_monolingual_v1", "eleven_v3");

    private final Spec spec;

    TelephonyRule(Spec spec) {
        this.spec = spec;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static List<Hit> transcriberModel(Subject subject) {
        String model = subject.text("/transcriber/model");
        boolean old = model.equals("base") || model.startsWith("base-") || model.equals("enhanced")
                || model.startsWith("enhanced-");
        boolean elsewhere = OTHER_AUDIO.stream().anyMatch(use -> model.endsWith("-" + use));
        if (!subject.text("/transcriber/provider").equals("deepgram") || model.endsWith("-phonecall") || !old && !elsewhere) {
            return List.of();
        }
        String better = model.startsWith("nova-3") ? "nova-3" : "nova-2-phonecall";
        return List.of(Hit.at("/transcriber/model", "This model was trained for other audio than the telephone's 8 kHz mu-law.",
                "Use " + better + ".", Patch.put("/transcriber/model", TextNode.valueOf(better))));
    }

    private static List<Hit> notLive(Subject subject) {
        String model = subject.text("/transcriber/model");
        return !model.startsWith("whisper") ? List.of()
                : List.of(subject.text("/transcriber/provider").equals("deepgram")
                        ? Hit.at("/transcriber/model", "Whisper has no partials: captions and barge-in come late.",
                                "Use nova-3.",
                                Patch.put("/transcriber/model", TextNode.valueOf("nova-3")))
                        : Hit.at("/transcriber/model", "Whisper has no partials: captions and barge-in come late.",
                                "Choose a streaming transcriber."));
    }

    private static List<Hit> slowVoice(Subject subject) {
        return !SLOW_VOICES.contains(subject.text("/voice/model")) ? List.of()
                : List.of(Hit.at("/voice/model",
                        "This model is slow to start speaking, and 8 kHz mu-law carries none of its quality.",
                        "Use eleven_turbo_v2_5.", Patch.put("/voice/model", TextNode.valueOf("eleven_turbo_v2_5"))));
    }

    private static List<Hit> exaggeratedStyle(Subject subject) {
        return subject.number("/voice/style", 0) <= 0.5 ? List.of()
                : List.of(Hit.at("/voice/style", "Exaggeration costs time and gets harsh on a narrow band.", "Try 0."));
    }

    private static List<Hit> backgroundSound(Subject subject) {
        return subject.text("/backgroundSound").equals("off") ? List.of()
                : List.of(subject.has("/backgroundSound")
                        ? Hit.at("/backgroundSound", "mu-law turns background sound into noise under the assistant's words.",
                                "Write off.")
                        : Hit.at("", "On the phone Vapi plays office noise unless backgroundSound says otherwise.",
                                "Set backgroundSound to off."));
    }

    private static List<Hit> numerals(Subject subject) {
        return !subject.text("/transcriber/provider").equals("deepgram")
                || subject.text("/transcriber/model").startsWith("flux")
                || subject.at("/transcriber/numerals").asBoolean(false)
                || subject.at("/transcriber/smartFormat").asBoolean(false) ? List.of()
                        : List.of(Hit.at("/transcriber", "Order and phone numbers are captioned as words.", "Set numerals."));
    }
}
