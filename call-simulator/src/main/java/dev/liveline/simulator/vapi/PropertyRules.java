package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which properties Vapi's strict validation lets through, as data, and the messages it answers otherwise.
/// Written by hand from the published field lists; kept to the objects an operator of a voice line sends.
final class PropertyRules {

    private static final Set<String> ASSISTANT = Set.of("analysisPlan", "artifactPlan", "backgroundSound",
            "backgroundSpeechDenoisingPlan", "clientMessages", "compliancePlan", "credentialIds", "credentials",
            "endCallMessage",
            "endCallPhrases", "firstMessage", "firstMessageInterruptionsEnabled", "firstMessageMode", "hooks",
            "keypadInputPlan",
            "maxDurationSeconds", "metadata", "model", "modelOutputInMessagesEnabled", "monitorPlan", "name",
            "observabilityPlan",
            "server", "serverMessages", "startSpeakingPlan", "stopSpeakingPlan", "transcriber", "transportConfigurations",
            "voice",
            "voicemailDetection", "voicemailMessage");

    private static final Set<String> ASSISTANT_OVERRIDES = with(ASSISTANT, "variableValues", "tools:append");

    private static final Set<String> CREATE_CALL = Set.of("assistant", "assistantId", "assistantOverrides", "assistantVersion",
            "customer", "customerId", "customers", "name", "phoneNumber", "phoneNumberId", "schedulePlan", "squad", "squadId",
            "squadOverrides", "transport", "workflow", "workflowId", "workflowOverrides",
            // In no published schema, but in current guides and an official example.
            "phoneCallProviderBypassEnabled");

    private static final Set<String> CUSTOMER = Set.of("number", "sipUri", "name", "email", "externalId", "extension",
            "numberE164CheckEnabled", "assistantOverrides", "squadOverrides");

    private static final Set<String> SERVER = Set.of("url", "timeoutSeconds", "credentialId", "headers", "backoffPlan",
            "staticIpAddressesEnabled", "encryptedPaths");

    private static final Set<String> ANY_NUMBER = Set.of("provider", "name", "assistantId", "workflowId", "squadId", "server",
            "fallbackDestination", "hooks");

    private static final Map<String, Set<String>> NUMBERS = Map.of("twilio",
            with(ANY_NUMBER, "number", "twilioAccountSid", "twilioAuthToken", "twilioApiKey", "twilioApiSecret", "smsEnabled"),
            "vapi", with(ANY_NUMBER, "numberDesiredAreaCode", "sipUri", "authentication"), "byo-phone-number",
            with(ANY_NUMBER, "number", "numberE164CheckEnabled", "credentialId"));

    private static final Set<String> ANY_TOOL = Set.of("type", "messages", "rejectionPlan");

    private static final Map<String, Set<String>> TOOLS = Map.of("function",
            with(ANY_TOOL, "async", "server", "variableExtractionPlan", "parameters", "function"), "transferCall",
            with(ANY_TOOL, "destinations"), "endCall", ANY_TOOL, "dtmf", with(ANY_TOOL, "sipInfoDtmfEnabled"), "handoff",
            with(ANY_TOOL, "defaultResult", "destinations", "function"), "apiRequest",
            with(ANY_TOOL, "name", "method", "timeoutSeconds", "credentialId", "encryptedPaths", "parameters", "description",
                    "url",
                    "body", "headers", "backoffPlan", "variableExtractionPlan"));

    /// Tools of which only the kind is looked at.
    private static final Set<String> TOOL_TYPES = with(TOOLS.keySet(), "bash", "code", "computer", "textEditor", "query", "mcp",
            "sms", "sipRequest", "voicemail", "slack.message.send", "google.calendar.event.create",
            "google.calendar.availability.check", "google.sheets.row.append", "gohighlevel.calendar.availability.check",
            "gohighlevel.calendar.event.create", "gohighlevel.contact.create", "gohighlevel.contact.get");

    private static final Set<String> FUNCTION = Set.of("name", "description", "parameters", "strict");

    private static final Map<String, Set<String>> TRANSCRIBERS = Map.of("deepgram",
            Set.of("provider", "model", "language", "languages", "smartFormat", "mipOptOut", "numerals", "profanityFilter",
                    "redaction", "confidenceThreshold", "eotThreshold", "eotTimeoutMs", "keywords", "keyterm", "endpointing",
                    "fallbackPlan"),
            "11labs",
            Set.of("provider", "model", "language", "silenceThresholdSeconds", "confidenceThreshold", "minSpeechDurationMs",
                    "minSilenceDurationMs", "fallbackPlan"),
            "azure",
            Set.of("provider", "language", "segmentationStrategy", "segmentationSilenceTimeoutMs", "segmentationMaximumTimeMs",
                    "fallbackPlan"),
            "openai", Set.of("provider", "model", "language", "fallbackPlan"), "google",
            Set.of("provider", "model", "language", "fallbackPlan"), "cartesia",
            Set.of("provider", "model", "language", "fallbackPlan"), "custom-transcriber",
            Set.of("provider", "server", "fallbackPlan"));

    private static final Set<String> TRANSCRIBER_PROVIDERS = Set.of("assembly-ai", "azure", "custom-transcriber", "deepgram",
            "11labs", "gladia", "google", "speechmatics", "talkscriber", "openai", "cartesia", "soniox", "xai", "vapi");

    private static final Map<String, Set<String>> VOICES = Map.of("11labs",
            Set.of("provider", "voiceId", "model", "stability", "similarityBoost", "style", "useSpeakerBoost", "speed",
                    "optimizeStreamingLatency", "autoMode", "enableSsmlParsing", "language", "chunkPlan",
                    "pronunciationDictionaryLocators", "cachingEnabled", "fallbackPlan"),
            "vapi",
            Set.of("provider", "voiceId", "version", "speed", "language", "pronunciationDictionary", "chunkPlan",
                    "cachingEnabled"),
            "cartesia",
            Set.of("provider", "voiceId", "model", "language", "experimentalControls", "generationConfig",
                    "pronunciationDictId",
                    "chunkPlan", "cachingEnabled", "fallbackPlan"),
            "openai",
            Set.of("provider", "voiceId", "model", "instructions", "speed", "chunkPlan", "cachingEnabled", "fallbackPlan"),
            "azure",
            Set.of("provider", "voiceId", "speed", "chunkPlan", "cachingEnabled", "fallbackPlan"), "deepgram",
            Set.of("provider", "voiceId", "model", "mipOptOut", "chunkPlan", "cachingEnabled", "fallbackPlan"));

    private static final Set<String> VOICE_PROVIDERS = Set.of("azure", "cartesia", "custom-voice", "deepgram", "11labs", "hume",
            "lmnt", "neuphonic", "openai", "playht", "wellsaid", "rime-ai", "smallest-ai", "tavus", "vapi", "sesame", "inworld",
            "minimax", "xai", "microsoft");

    private static final Set<String> SERVER_MESSAGES = Set.of("assistant.started", "assistant.speechStarted",
            "call.artifact.upload", "call.deleted", "call.delete.failed", "chat.created", "chat.deleted", "conversation-update",
            "end-of-call-report", "function-call", "handoff-destination-request", "hang", "language-changed",
            "language-change-detected", "model-output", "phone-call-control", "session.created", "session.deleted",
            "session.updated", "speech-update", "status-update", "tool-calls", "transcript", MessageType.FINAL_ONLY,
            "transfer-destination-request", "transfer-update", "user-interrupted", "voice-input");

    private static final int NAME_LENGTH = 40;

    private PropertyRules() {}

    /// What is wrong with an assistant; empty if nothing is.
    static List<String> assistant(JsonObject body) {
        var faults = new ArrayList<String>();
        assistant(body, "", ASSISTANT, faults);
        return faults;
    }

    static List<String> phoneNumber(JsonObject body) {
        var faults = new ArrayList<String>();
        variant(body, "provider", NUMBERS.keySet(), NUMBERS, "", faults);
        name(body, "", faults);
        server(body, "", faults);
        if ("twilio".equals(body.getString("provider")) && !present(body, "number")) {
            faults.add("number must be a valid phone number in the E.164 format");
        }
        return faults;
    }

    static List<String> tool(JsonObject body) {
        var faults = new ArrayList<String>();
        tool(body, "", faults);
        return faults;
    }

    /// The same for a tool inside of something else.
    static void tool(JsonObject body, String path, List<String> faults) {
        variant(body, "type", TOOL_TYPES, TOOLS, path, faults);
        server(body, path, faults);
        if (body.getValue("function") instanceof JsonObject function) {
            unknown(function, FUNCTION, path + "function.", faults);
        }
    }

    static List<String> createCall(JsonObject body) {
        var faults = new ArrayList<String>();
        unknown(body, CREATE_CALL, "", faults);
        name(body, "", faults);
        if (body.getValue("customer") instanceof JsonObject customer) {
            unknown(customer, CUSTOMER, "customer.", faults);
            var number = customer.getString("number");
            if (number != null && !number.matches("\\+[1-9][0-9]{2,38}")
                    && customer.getBoolean("numberE164CheckEnabled", true)) {
                faults.add("customer.number must be a valid phone number in the E.164 format");
            }
        }
        if (body.getValue("assistant") instanceof JsonObject inline) {
            assistant(inline, "assistant.", ASSISTANT, faults);
        }
        if (body.getValue("assistantOverrides") instanceof JsonObject overrides) {
            assistant(overrides, "assistantOverrides.", ASSISTANT_OVERRIDES, faults);
        }
        return faults;
    }

    private static void assistant(JsonObject body, String path, Set<String> allowed, List<String> faults) {
        unknown(body, allowed, path, faults);
        name(body, path, faults);
        server(body, path, faults);
        provider(body, "transcriber", TRANSCRIBER_PROVIDERS, TRANSCRIBERS, path, faults);
        provider(body, "voice", VOICE_PROVIDERS, VOICES, path, faults);
        ModelRules.check(body, path, faults);
        if (body.getValue("voice") instanceof JsonObject voice && present(voice, "optimizeStreamingLatency")
                && !(voice.getValue("optimizeStreamingLatency") instanceof Number)) {
            faults.add(path + "voice.optimizeStreamingLatency must be a number conforming to the specified constraints");
        }
        if (body.getValue("serverMessages") instanceof JsonArray messages) {
            for (var message : messages) {
                if (!SERVER_MESSAGES.contains(message)) {
                    faults.add("each value in " + path + "serverMessages must be one of the following values: "
                            + String.join(", ", SERVER_MESSAGES.stream().sorted().toList()));
                    break;
                }
            }
        }
        if (body.getValue("maxDurationSeconds") instanceof Number seconds
                && (seconds.intValue() < 10 || seconds.intValue() > 43200)) {
            faults.add(path + "maxDurationSeconds must not be "
                    + (seconds.intValue() < 10 ? "less than 10" : "greater than 43200"));
        }
    }

    static void provider(JsonObject body, String part, Set<String> providers, Map<String, Set<String>> fields,
            String path,
            List<String> faults) {
        if (!(body.getValue(part) instanceof JsonObject object)) {
            if (present(body, part)) {
                faults.add(path + part + " must be an object");
            }
            return;
        }
        variant(object, "provider", providers, fields, path + part + ".", faults);
    }

    /// An object whose fields depend on one of them; of variants that are known but have no fields here, all are let through.
    private static void variant(JsonObject body, String key, Set<String> variants, Map<String, Set<String>> fields, String path,
            List<String> faults) {
        var variant = String.valueOf(body.getValue(key));
        if (!variants.contains(variant)) {
            faults.add(path + key + " must be one of the following values: "
                    + String.join(", ", variants.stream().sorted().toList()));
        } else if (fields.containsKey(variant)) {
            unknown(body, fields.get(variant), path, faults);
        }
    }

    static void server(JsonObject body, String path, List<String> faults) {
        if (body.getValue("server") instanceof JsonObject server) {
            unknown(server, SERVER, path + "server.", faults);
            if (server.getValue("timeoutSeconds") instanceof Number seconds
                    && (seconds.doubleValue() < 1 || seconds.doubleValue() > 300)) {
                faults.add(path + "server.timeoutSeconds must not be "
                        + (seconds.doubleValue() < 1 ? "less than 1" : "greater than 300"));
            }
        }
    }

    private static void name(JsonObject body, String path, List<String> faults) {
        if (present(body, "name") && !(body.getValue("name") instanceof String)) {
            faults.add(path + "name must be a string");
        } else if (body.getString("name", "").length() > NAME_LENGTH) {
            faults.add(path + "name must be shorter than or equal to 40 characters");
        }
    }

    static void unknown(JsonObject body, Set<String> allowed, String path, List<String> faults) {
        for (var property : body.fieldNames()) {
            if (!allowed.contains(property)) {
                faults.add(path + "property " + property + " should not exist");
            }
        }
    }

    private static boolean present(JsonObject body, String property) {
        return body.getValue(property) != null;
    }

    static Set<String> with(Set<String> some, String... more) {
        var all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
