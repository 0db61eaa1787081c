package dev.liveline.admin.lint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
            "`server.backoffPlan` is set: without it Vapi sends each message once, and one lost POST is one lost report.",
            "Vapi's OpenAPI document: Server.backoffPlan; staff notes (gitops)", DeliveryRule::backoffMissing).of(Spec.SERVED)),
    BACKOFF_PLAN_REPEATS_REFUSALS(Spec.advice(
            "`backoffPlan.excludedStatusCodes` has 400, 401, 403, 404, 413 and 422: they will not get better.",
            "Vapi's staff notes (gitops), webhooks", DeliveryRule::backoffRefusals).of(Spec.SERVED)),
    SERVER_TIMEOUT_SHORT(Spec.advice(
            "`server.timeoutSeconds` is at least 7: tools and transfers are answered within 6 seconds.",
            "Liveline's own deadline for answers", DeliveryRule::timeoutShort).of(Spec.SERVED)),
    CONTROL_DISABLED(Spec.error(
            "`monitorPlan.controlEnabled` is not false: agents steer the call through its control URL.",
            "Vapi's OpenAPI document: MonitorPlan", DeliveryRule::controlDisabled));
    // @formatter:on

    private static final List<Integer> NEVER_BETTER = List.of(400, 401, 403, 404, 413, 422);
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
        List<String> given = subject.texts("/serverMessages");
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

    private static List<Hit> finalsOnly(Subject subject) {
        List<String> given = subject.texts("/serverMessages");
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
        if (!subject.has("/server/url") || subject.has("/server/backoffPlan")) {
            return List.of();
        }
        ObjectNode plan = Trees.object().put("type", "exponential").put("maxRetries", 3).put("baseDelaySeconds", 1);
        NEVER_BETTER.forEach(plan.putArray("excludedStatusCodes")::add);
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
