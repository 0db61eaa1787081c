package dev.liveline.admin.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;

/// Fields that mean something Vapi has, but elsewhere in the document: published assistants have them one level too high, one too low, or under
/// a name of the author's own. Vapi answers each with `400 property … should not exist`; the fix keeps what was meant.
public enum MisplacedField implements Rule {

    // @formatter:off
    ASSISTANT_WRAPPED(
            List.of("/assistant"), "The assistant is the document itself; `assistant` around it belongs to `POST /call`.",
            "Take the object out of assistant.", MisplacedField::unwrapped),
    MISPLACED_PROMPT(
            Subject.STRAY_PROMPTS, "The prompt is the system message among `model.messages`, under no other name.",
            "Write it as a message of the model, with the role system.", Remedies::systemMessage),
    MISPLACED_MODEL_FIELD(
            List.of("/messages", "/tools", "/toolIds", "/temperature", "/maxTokens"),
            "`messages`, `tools`, `toolIds`, `temperature` and `maxTokens` belong to `model`.", "Move it into model.",
            MisplacedField::intoModel),
    MISPLACED_FUNCTIONS(
            List.of("/functions"), "Functions are tools of the model: `model.tools`, type `function`.",
            "Make them tools of the model.", Remedies::functionTools),
    MISPLACED_WEBHOOK(
            Subject.STRAY_WEBHOOKS, "Vapi calls a webhook `server.url`.", "Write it as server.url.",
            (_, at) -> List.of(new Patch.Move(at, Pointer.of("/server/url")))),
    MISPLACED_VOICE_SETTINGS(
            List.of("/voice/settings", "/voice/voiceSettings", "/voice/voice_settings"),
            "A voice's settings stand beside its `voiceId`, in no object of their own.", "Move them up into voice.",
            MisplacedField::lifted);
    // @formatter:on

    /// ElevenLabs' own API calls it so.
    private static final Map<String, String> NAMES_AT_VAPI = Map.of("speakerboost", "useSpeakerBoost");

    private final Spec spec;

    MisplacedField(List<String> pointers, String summary, String remedy, BiFunction<Subject, Pointer, List<Patch>> patch) {
        this.spec = Spec.error(summary, "seen in published assistants; in no revision of Vapi's OpenAPI document since 2024-10",
                subject -> pointers.stream()
                    .filter(subject::has)
                    .map(Pointer::of)
                    .map(at -> new Hit(at, "Vapi has no such field here and rejects the whole document for it.", remedy,
                            patch.apply(subject, at)))
                    .toList());
    }

    @Override
    public Spec spec() {
        return spec;
    }

    /// What stands beside the wrapper wins.
    private static List<Patch> unwrapped(Subject subject, Pointer at) {
        return outOf(subject, at, Pointer.ROOT, field -> field);
    }

    private static List<Patch> lifted(Subject subject, Pointer at) {
        return outOf(subject, at, at.parent(),
                field -> NAMES_AT_VAPI.getOrDefault(field.toLowerCase(Locale.ROOT).replace("_", ""), field));
    }

    private static List<Patch> outOf(Subject subject, Pointer at, Pointer to, UnaryOperator<String> name) {
        List<Patch> steps = new ArrayList<>();
        at.in(subject.document())
            .fieldNames()
            .forEachRemaining(field -> steps.add(new Patch.Move(at.child(field), to.child(name.apply(field)))));
        steps.add(new Patch.Remove(at));
        return steps;
    }

    /// Lists that are at both places are joined; of other values the right place's wins.
    private static List<Patch> intoModel(Subject subject, Pointer at) {
        Pointer right = Pointer.of("/model").child(at.last());
        if (!subject.at("/model").isObject()) {
            return List.of();
        }
        if (at.in(subject.document()) instanceof ArrayNode stray && right.in(subject.document()) instanceof ArrayNode there) {
            ArrayNode joined = there.deepCopy();
            stray.forEach(element -> joined.add(element.deepCopy()));
            return List.of(new Patch.Remove(at), new Patch.Put(right, joined));
        }
        return List.of(new Patch.Move(at, right));
    }
}
