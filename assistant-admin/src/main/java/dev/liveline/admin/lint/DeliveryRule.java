package dev.liveline.admin.lint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;

/// Whether Vapi's messages reach Liveline: which ones, where, signed, and again when one gets lost.
public enum DeliveryRule implements Rule {

    // @formatter:off
    SERVER_MISSING(Spec.warning(
            "An assistant names its `server`: with no URL anywhere Vapi reports nothing, and nobody sees an error.",
            "Vapi's staff notes (gitops), webhooks", DeliveryRule::serverMissing)),
    SERVER_URL_FOREIGN(Spec.warning(
            "`server.url` leads to this installation: elsewhere the call has no captions here.",
            "PUBLIC_URL of this installation", DeliveryRule::foreignUrl).of(Spec.SERVED)),
    SERVER_URL_INSECURE(Spec.warning(
            "`server.url` is https: callers' words travel in it.", "plain prudence", DeliveryRule::insecureUrl).of(Spec.SERVED)),
    SERVER_CREDENTIAL_MISSING(Spec.warning(
            "`server.credentialId` names a credential: without one Vapi signs nothing, and a webhook that is not signed is refused.",
            "Vapi's docs: server authentication", DeliveryRule::credentialMissing).of(Spec.SERVED)),
    SERVER_MESSAGES_INCOMPLETE(Spec.error(
            "`serverMessages` lists what captions and control need; `transcript` is not among Vapi's defaults.",
            "Vapi's OpenAPI document: the default list of serverMessages", DeliveryRule::messagesIncomplete)),
    SERVER_MESSAGE_INVENTED(Spec.error(
            "`serverMessages` has Vapi's names: `call-started`, `speech-started` and their like are tutorials' or the web SDK's.",
            "Vapi's OpenAPI document: serverMessages; `call-start` and `speech-start` are events of the web SDK",
            DeliveryRule::inventedMessages)),
    SERVER_MESSAGE_LEGACY(Spec.warning(
            "`serverMessages` has `tool-calls`, not `function-call`, of which Vapi no longer describes a message.",
            "Vapi's OpenAPI document: no ServerMessage of this type since 2024-10",
            DeliveryRule::legacyMessages)),
    TRANSCRIPT_FINALS_ONLY(Spec.warning(
            "`serverMessages` has `transcript`, not only `transcript[transcriptType=\"final\"]`: live captions are made of partials.",
            "Vapi's OpenAPI document: serverMessages", DeliveryRule::finalsOnly)),
    PHONE_CALL_CONTROL_TAKEN(Spec.warning(
            "`serverMessages` leaves `phone-call-control` out: subscribing to it turns Vapi's own hang-up and forwarding off.",
            "Vapi's OpenAPI document, and its page on dropped call forwarding", DeliveryRule::phoneCallControl)),
    SERVER_MESSAGES_BULKY(Spec.advice(
            "`conversation-update`, `model-output` and `voice-input` repeat what `transcript` says, in bodies that grow with the call.",
            "integrators' reports (PostHog #58752)", DeliveryRule::bulky)),
    BACKOFF_PLAN_MISSING(Spec.warning(
            "`server.backoffPlan` allows retries: without them Vapi sends each message once, and one lost POST is one lost report.",
            "Vapi's OpenAPI document: Server.backoffPlan; staff notes (gitops)", DeliveryRule::backoffMissing).of(Spec.SERVED)),
    BACKOFF_PLAN_REPEATS_REFUSALS(Spec.advice(
            "`backoffPlan.excludedStatusCodes` has 400, 401, 403, 404, 413 and 422: they will not get better.",
            "Vapi's staff notes (gitops), webhooks", DeliveryRule::backoffRefusals).of(Spec.SERVED)),
    SERVER_TIMEOUT_SHORT(Spec.advice(
            "`server.timeoutSeconds` is at least 7: tools and transfers are answered within 6 seconds.",
            "Liveline's own deadline for answers", DeliveryRule::timeoutShort).of(Spec.SERVED)),
    CONTROL_DISABLED(Spec.error(
            "`monitorPlan.controlEnabled` is not false: agents steer the call through its control URL.",
            "Vapi's OpenAPI document: MonitorPlan", DeliveryRule::controlDisabled)),
    CONTROL_AUTHENTICATED(Spec.error(
            "`monitorPlan.controlAuthenticationEnabled` is not true: it wants Vapi's public key with every command, and Liveline has none.",
            "Vapi's OpenAPI document: MonitorPlan", DeliveryRule::controlAuthenticated)),
    SERVER_ENCRYPTED(Spec.error(
            "`server.encryptedPaths` is empty: what Vapi encrypts cannot be captioned.",
            "Vapi's OpenAPI document: Server.encryptedPaths; Liveline holds no key for it", DeliveryRule::encrypted).of(Spec.SERVED));
    // @formatter:on

    private static final List<Integer> NEVER_BETTER = List.of(400, 401, 403, 404, 413, 422);
    /// What tutorials subscribe to, and what Vapi calls it.
    private static final Map<String, String> INVENTED = Map.ofEntries(Map.entry("call-started", "status-update"),
            Map.entry("call-start", "status-update"), Map.entry("call-ended", "status-update"),
            Map.entry("call-end", "status-update"), Map.entry("speech-started", "speech-update"),
            Map.entry("speech-start", "speech-update"), Map.entry("speech-ended", "speech-update"),
            Map.entry("speech-end", "speech-update"), Map.entry("speech-stopped", "speech-update"));

    private static final Map<String, String> LEGACY = Map.of("function-call", "tool-calls");

    private static final String FINALS = "transcript[transcriptType=\"final\"]";

    private final Spec spec;

    DeliveryRule(Spec spec) {
        this.spec = spec;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    /// A URL under an old or stray name is told by other rules, and their fix keeps it.
    private static List<Hit> serverMissing(Subject subject) {
        return subject.has("/server/url") || subject.has("/serverUrl") || Subject.STRAY_WEBHOOKS.stream().anyMatch(subject::has)
                ? List.of()
                : List.of(Hit.at(subject.has("/server") ? "/server" : "",
                        "Without a server URL Vapi reports nothing of the call, and nobody sees an error.",
                        "Add the server of this installation; a write through Liveline does it by itself.",
                        subject.expectations()
                            .server()
                            .propertyStream()
                            .filter(field -> !subject.has("/server/" + field.getKey()))
                            .map(field -> Patch.put("/server/" + field.getKey(), field.getValue()))
                            .toArray(Patch[]::new)));
    }

    private static List<Hit> foreignUrl(Subject subject) {
        String url = subject.text("/server/url");
        return url.isEmpty() || url.equals(subject.expectations().url()) ? List.of()
                : List.of(Hit.at("/server/url",
                        "Messages go to another server than this installation: the call has no captions here.",
                        "Use " + subject.expectations().url() + ", unless that server passes every message on."));
    }

    private static List<Hit> insecureUrl(Subject subject) {
        String url = subject.text("/server/url");
        return url.startsWith("http://") && !url.equals(subject.expectations().url()) && !isLocal(url)
                ? List.of(Hit.at("/server/url", "Callers' words would travel unencrypted.", "Use https."))
                : List.of();
    }

    private static List<Hit> credentialMissing(Subject subject) {
        boolean hasHeader = subject.at("/server/headers")
            .propertyStream()
            .anyMatch(header -> Secrets.isSecretName(header.getKey()));
        boolean oursToAdd = subject.text("/server/url").equals(subject.expectations().url())
                && subject.expectations().authenticates();
        return !subject.has("/server/url") || subject.has("/server/credentialId") || hasHeader || oursToAdd ? List.of()
                : List.of(Hit.at("/server", "Nothing signs these webhooks, and what is not signed is refused (401).",
                        "Create a webhook credential at Vapi and name its id in server.credentialId."));
    }

    private static List<Hit> messagesIncomplete(Subject subject) {
        List<String> given = subscribed(subject);
        List<String> lacking = subject.expectations()
            .serverMessages()
            .stream()
            .filter(type -> !given.contains(type) && !(type.equals("transcript") && given.contains(FINALS)))
            .toList();
        if (lacking.isEmpty() || subject.has("/serverMessages") && !subject.at("/serverMessages").isArray()) {
            return List.of();
        }
        Set<String> complete = new LinkedHashSet<>(given);
        complete.addAll(subject.has("/serverMessages") ? lacking : subject.expectations().serverMessages());
        String message = subject.has("/serverMessages")
                ? "Liveline needs " + String.join(", ", lacking) + " as well."
                : "Vapi's default list has no transcript, so the call would have no captions.";
        return List.of(Hit.at("/serverMessages", message, "Subscribe to " + String.join(", ", lacking) + ".",
                Patch.put("/serverMessages", list(complete))));
    }

    private static List<Hit> inventedMessages(Subject subject) {
        return renamedMessages(subject, INVENTED, "Vapi's servers send no such message.");
    }

    private static List<Hit> legacyMessages(Subject subject) {
        return renamedMessages(subject, LEGACY, "It was replaced in 2024; Liveline answers tool-calls.");
    }

    /// @param names what each is called now; one that is subscribed to as well is only left out
    private static List<Hit> renamedMessages(Subject subject, Map<String, String> names, String message) {
        List<String> given = subject.texts("/serverMessages");
        Set<String> there = new LinkedHashSet<>(given);
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String right = names.get(given.get(i));
            if (right != null) {
                String at = "/serverMessages/" + i;
                hits.add(Hit.at(at, message, "Subscribe to " + right + ".",
                        there.add(right) ? Patch.put(at, TextNode.valueOf(right)) : Patch.remove(at)));
            }
        }
        return hits;
    }

    private static List<Hit> finalsOnly(Subject subject) {
        List<String> given = subscribed(subject);
        return !given.contains(FINALS) || given.contains("transcript") ? List.of()
                : List.of(Hit.at(Pointer.of("/serverMessages").child(given.indexOf(FINALS)),
                        "Finals alone show a sentence only when it is over.", "Subscribe to transcript instead.",
                        Patch.put("/serverMessages/" + given.indexOf(FINALS), Trees.read("\"transcript\""))));
    }

    private static List<Hit> phoneCallControl(Subject subject) {
        int at = subject.texts("/serverMessages").indexOf("phone-call-control");
        return at < 0 ? List.of()
                : List.of(Hit.at("/serverMessages/" + at,
                        "Vapi stops hanging up and forwarding by itself when this is subscribed.",
                        "Leave it out.", Patch.remove("/serverMessages/" + at)));
    }

    private static List<Hit> bulky(Subject subject) {
        List<String> given = subject.texts("/serverMessages");
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (List.of("conversation-update", "model-output", "voice-input").contains(given.get(i))) {
                hits.add(Hit.at("/serverMessages/" + i,
                        "Liveline reads transcript; this repeats it in a body that grows with the call.",
                        "Leave it out.", Patch.remove("/serverMessages/" + i)));
            }
        }
        return hits;
    }

    private static List<Hit> backoffMissing(Subject subject) {
        if (!subject.has("/server/url") || subject.has("/server/backoffPlan")
                && subject.number("/server/backoffPlan/maxRetries", 1) > 0) {
            return List.of();
        }
        JsonNode plan = subject.expectations().server().path("backoffPlan");
        return List.of(Hit.at("/server", "Vapi sends each message once: one failed POST can lose the end-of-call report.",
                "Add an exponential backoffPlan of 3 retries.", Patch.put("/server/backoffPlan", plan)));
    }

    private static List<Hit> backoffRefusals(Subject subject) {
        Set<Integer> excluded = new LinkedHashSet<>();
        subject.at("/server/backoffPlan/excludedStatusCodes").forEach(code -> excluded.add(code.asInt()));
        return !subject.has("/server/backoffPlan") || excluded.containsAll(NEVER_BETTER) ? List.of()
                : List.of(Hit.at("/server/backoffPlan", "Answers that will not get better are sent for again.",
                        "Exclude 400, 401, 403, 404, 413 and 422."));
    }

    private static List<Hit> timeoutShort(Subject subject) {
        return subject.number("/server/timeoutSeconds", 20) >= 7 ? List.of()
                : List.of(Hit.at("/server/timeoutSeconds",
                        "Tools and transfers are answered within 6 seconds; this gives up before.",
                        "Allow at least 7 seconds."));
    }

    private static List<Hit> controlDisabled(Subject subject) {
        return !subject.has("/monitorPlan/controlEnabled") || subject.at("/monitorPlan/controlEnabled").asBoolean(true)
                ? List.of()
                : List.of(Hit.at("/monitorPlan/controlEnabled", "Agents could not speak, mute, transfer or end this call.",
                        "Write true, or leave it out.", Patch.put("/monitorPlan/controlEnabled", Trees.read("true"))));
    }

    private static List<Hit> controlAuthenticated(Subject subject) {
        return !subject.at("/monitorPlan/controlAuthenticationEnabled").asBoolean(false) ? List.of()
                : List.of(Hit.at("/monitorPlan/controlAuthenticationEnabled",
                        "Every command of an agent would be refused: the control URL would want Vapi's public key.",
                        "Leave it out; the URL itself is secret, and only call-router has it.",
                        Patch.remove("/monitorPlan/controlAuthenticationEnabled")));
    }

    private static List<Hit> encrypted(Subject subject) {
        return subject.at("/server/encryptedPaths").isEmpty()
                || !subject.text("/server/url").equals(subject.expectations().url())
                        ? List.of()
                        : List.of(Hit.at("/server/encryptedPaths", "Liveline could not read what Vapi encrypts for it.",
                                "Leave it out.",
                                Patch.remove("/server/encryptedPaths")));
    }

    /// The messages subscribed to. Vapi's web SDK writes the finals with single quotes.
    private static List<String> subscribed(Subject subject) {
        return subject.texts("/serverMessages").stream().map(type -> type.replace('\'', '"')).toList();
    }

    private static boolean isLocal(String url) {
        try {
            String host = new URI(url).getHost();
            return host != null && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
        } catch (URISyntaxException notAUrl) {
            return false;
        }
    }

    private static ArrayNode list(Set<String> values) {
        ArrayNode list = Trees.array();
        values.forEach(list::add);
        return list;
    }
}
