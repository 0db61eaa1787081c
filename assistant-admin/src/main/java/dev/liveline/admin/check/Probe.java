package dev.liveline.admin.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.AdminConfig;
import dev.liveline.admin.check.CheckResult.Verdict;
import dev.liveline.admin.json.Trees;
import dev.liveline.edge.webhook.VapiAuthentication;
import dev.liveline.edge.webhook.WebhookConfig;

/// Sends a server URL what Vapi would send: a message that needs no call and changes nothing, once signed and, to our own installation, once
/// with a broken signature. A server that is not ours never gets our secret, nor anything signed with it.
@ApplicationScoped
class Probe {

    private final VapiAuthentication authentication;
    private final InstantSource clock;
    private final Duration deadline;

    Probe(WebhookConfig webhook, InstantSource clock, AdminConfig config) {
        this.authentication = new VapiAuthentication(webhook);
        this.clock = clock;
        this.deadline = config.check().deadline();
    }

    /// @param ours whether the URL is this installation's webhook
    List<CheckResult> of(String url, boolean ours) {
        byte[] body = Trees.write(message()).getBytes(StandardCharsets.UTF_8);
        List<CheckResult> results = new ArrayList<>();
        if (!ours) {
            results.add(answer("server", url, body, Map.of(), status -> status < 500 ? Verdict.WARNED : Verdict.FAILED,
                    "not this installation: only reached, without a signature"));
            return results;
        }
        CheckResult signed = answer("server-signature", url, body, authentication.sign(body, clock.millis()),
                status -> status == 200 ? Verdict.PASSED : Verdict.FAILED, "to a signed message, as Vapi sends it");
        results.add(new CheckResult("server", signed.detail().startsWith("no answer") ? Verdict.FAILED : Verdict.PASSED,
                signed.detail().startsWith("no answer") ? signed.detail() : "reachable"));
        results.add(signed);
        results.add(answer("server-refusal", url, body,
                Map.of("x-signature", "00".repeat(32), "x-timestamp", Long.toString(clock.millis())),
                status -> status == 401 ? Verdict.PASSED : Verdict.FAILED,
                "to a message with a wrong signature (401 is right)"));
        return results;
    }

    private ObjectNode message() {
        ObjectNode message = Trees.object();
        message.putObject("message")
            .put("type", "session.updated")
            .put("timestamp", clock.millis())
            .putObject("session")
            .put("id", "liveline-check");
        return message;
    }

    private CheckResult answer(String check, String url, byte[] body, Map<String, String> headers, IntFunction<Verdict> verdict,
            String about) {
        try (HttpClient client = HttpClient.newBuilder()
            .connectTimeout(deadline)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(deadline)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
            return new CheckResult(check, verdict.apply(status), "answered " + status + " " + about);
        } catch (IOException | IllegalArgumentException unreachable) {
            return new CheckResult(check, Verdict.FAILED, "no answer within " + deadline.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CheckResult(check, Verdict.UNKNOWN, "interrupted");
        }
    }
}
