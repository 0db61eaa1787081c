package dev.liveline.admin.lint;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Trees;

/// Fields that Vapi once took, or that tutorials invented; Vapi answers them with `400 property … should not exist`.
public enum ObsoleteField implements Rule {

    // @formatter:off
    OBSOLETE_SERVER_URL("/serverUrl", "2024-11-11", "it is server.url now", moveTo("/server/url")),
    OBSOLETE_SERVER_URL_SECRET(
            "/serverUrlSecret", "2024-11-11",
            "a credential signs webhooks now: create one at Vapi and name it in server.credentialId; the secret does not belong in the assistant",
            removal()),
    OBSOLETE_SERVER_SECRET(
            "/server/secret", "2025-05-21",
            "a credential signs webhooks now: create one at Vapi and name it in server.credentialId; the secret does not belong in the assistant",
            removal()),
    OBSOLETE_TWILIO_PHONE_NUMBER("/twilioPhoneNumber", "before 2024-10", "it is number now", moveTo("/number")),
    OBSOLETE_RECORDING_ENABLED(
            "/recordingEnabled", "before 2024-10", "it is artifactPlan.recordingEnabled now (true unless said otherwise)",
            moveTo("/artifactPlan/recordingEnabled")),
    OBSOLETE_SILENCE_TIMEOUT(
            "/silenceTimeoutSeconds", "2025-07-08", "a customer.speech.timeout hook that ends the call takes its place",
            ObsoleteField::speechTimeoutHook),
    OBSOLETE_BACKGROUND_DENOISING(
            "/backgroundDenoisingEnabled", "2025-08-04", "it is backgroundSpeechDenoisingPlan.smartDenoisingPlan.enabled now",
            moveTo("/backgroundSpeechDenoisingPlan/smartDenoisingPlan/enabled")),
    OBSOLETE_MESSAGE_PLAN("/messagePlan", "2025-08-04", "idle messages are customer.speech.timeout hooks now", removal()),
    OBSOLETE_HIPAA_ENABLED(
            "/hipaaEnabled", "2025-02-11", "it is compliancePlan.hipaaEnabled now", moveTo("/compliancePlan/hipaaEnabled")),
    OBSOLETE_PCI_ENABLED(
            "/pciEnabled", "2025-02-11", "it is compliancePlan.pciEnabled now", moveTo("/compliancePlan/pciEnabled")),
    OBSOLETE_BACKCHANNELING(
            "/backchannelingEnabled", "2024-11-11", "Vapi dropped back-channelling without a successor", removal()),
    OBSOLETE_INTERRUPTIONS_ENABLED(
            "/interruptionsEnabled", "before 2024-10",
            "interruptions are tuned by stopSpeakingPlan, and firstMessageInterruptionsEnabled for the greeting", removal()),
    OBSOLETE_WORDS_TO_INTERRUPT(
            "/numWordsToInterruptAssistant", "before 2024-10", "it is stopSpeakingPlan.numWords now",
            moveTo("/stopSpeakingPlan/numWords")),
    OBSOLETE_RESPONSE_DELAY(
            "/responseDelaySeconds", "before 2024-10", "it is startSpeakingPlan.waitSeconds now",
            moveTo("/startSpeakingPlan/waitSeconds")),
    OBSOLETE_LLM_REQUEST_DELAY(
            "/llmRequestDelaySeconds", "before 2024-10", "it is startSpeakingPlan.waitSeconds now",
            moveTo("/startSpeakingPlan/waitSeconds")),
    OBSOLETE_FORWARDING_NUMBER(
            "/forwardingPhoneNumber", "before 2024-10", "a transferCall tool of the model takes its place",
            ObsoleteField::transferTool),
    OBSOLETE_END_CALL_FUNCTION(
            "/endCallFunctionEnabled", "before 2024-10", "an endCall tool of the model takes its place",
            (subject, at) -> toolIfTrue(subject, at, "endCall")),
    OBSOLETE_DIAL_KEYPAD_FUNCTION(
            "/dialKeypadFunctionEnabled", "before 2024-10", "a dtmf tool of the model takes its place",
            (subject, at) -> toolIfTrue(subject, at, "dtmf")),
    OBSOLETE_MODEL_FUNCTIONS(
            "/model/functions", "before 2024-10", "functions are tools of type function now, called by tool-calls messages",
            (subject, at) -> Remedies.functionTools(subject, Pointer.of(at))),
    OBSOLETE_SYSTEM_PROMPT(
            "/model/systemPrompt", "before 2024-10", "it is the model message with the role system now",
            (subject, at) -> Remedies.systemMessage(subject, Pointer.of(at))),
    OBSOLETE_LANGUAGE_DETECTION(
            "/transcriber/languageDetectionEnabled", "2024-11-11", "use language multi, or Flux with languages", removal()),
    OBSOLETE_CODE_SWITCHING(
            "/transcriber/codeSwitchingEnabled", "2025-06-25", "use language multi, or Flux with languages", removal()),
    OBSOLETE_EAGER_END_OF_TURN(
            "/transcriber/eagerEotThreshold", "2026-07-30", "eotThreshold and eotTimeoutMs tune Flux now", removal()),
    OBSOLETE_FILLER_INJECTION(
            "/voice/fillerInjectionEnabled", "2024-11-24", "Vapi dropped filler injection without a successor", removal());
    // @formatter:on

    private final Spec spec;

    ObsoleteField(String pointer, String gone, String now, BiFunction<Subject, String, List<Patch>> remedy) {
        String summary = "`" + pointer.substring(1).replace('/', '.') + "` is gone from Vapi's schema (" + gone + "): " + now
                + ".";
        String source = gone.startsWith("before")
                ? "in no revision of Vapi's OpenAPI document since 2024-10"
                : "removed from Vapi's OpenAPI document on " + gone;
        Spec rule = Spec.error(summary, source,
                subject -> subject.has(pointer)
                        ? List.of(new Hit(Pointer.of(pointer), "Vapi does not know this field (any more): " + now + ".",
                                Character.toUpperCase(now.charAt(0)) + now.substring(1) + ".", remedy.apply(subject, pointer)))
                        : List.of());
        this.spec = pointer.startsWith("/server") ? rule.of(Spec.SERVED)
                : pointer.startsWith("/twilio") ? rule.of(Set.of(Kind.PHONE_NUMBER)) : rule;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    private static BiFunction<Subject, String, List<Patch>> moveTo(String to) {
        return (_, at) -> List.of(Patch.move(at, to));
    }

    private static BiFunction<Subject, String, List<Patch>> removal() {
        return (_, at) -> List.of(Patch.remove(at));
    }

    private static List<Patch> speechTimeoutHook(Subject subject, String at) {
        double seconds = Math.clamp(subject.number(at, 30), 1, 1000);
        ObjectNode hook = Trees.object().put("on", "customer.speech.timeout");
        hook.putObject("options").put("timeoutSeconds", (int) seconds).put("triggerMaxCount", 1);
        hook.putArray("do").addObject().put("type", "tool").putObject("tool").put("type", "endCall");
        return List.of(Patch.remove(at), new Patch.Append(Pointer.of("/hooks"), hook));
    }

    private static List<Patch> transferTool(Subject subject, String at) {
        if (!subject.at("/model").isObject() || !subject.at(at).isTextual()) {
            return List.of(Patch.remove(at));
        }
        ObjectNode tool = Trees.object().put("type", "transferCall");
        tool.putArray("destinations").addObject().put("type", "number").put("number", subject.text(at));
        return List.of(Patch.remove(at), addTool(tool));
    }

    private static List<Patch> toolIfTrue(Subject subject, String at, String type) {
        return subject.at("/model").isObject() && subject.at(at).asBoolean()
                ? List.of(Patch.remove(at), addTool(Trees.object().put("type", type)))
                : List.of(Patch.remove(at));
    }

    private static Patch addTool(ObjectNode tool) {
        return new Patch.Append(Pointer.of("/model/tools"), tool);
    }
}
