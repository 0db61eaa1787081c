package dev.liveline.admin.binding;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.AdminConfig;
import dev.liveline.admin.json.Trees;
import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.problem.Problem;

/// Twilio's REST API and call-router's table, as far as a binding needs them.
@ApplicationScoped
class Neighbours {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final AdminConfig.Wiring wiring;
    private final String origin;
    private final String router;

    Neighbours(AdminConfig config, LivelineConfig liveline) {
        this.wiring = config.wiring();
        this.origin = bare(liveline.publicUrl().toString());
        this.router = bare(config.routing().url().orElse(liveline.publicUrl()).toString());
    }

    /// Makes Twilio ask call-router about calls to the number. Safe to repeat.
    void pointAtRouter(String number) {
        String account = wiring.twilioAccountSid().orElseThrow(() -> Problem.unprocessable("TWILIO_ACCOUNT_SID is not set."));
        String token = wiring.twilioAuthToken().orElseThrow(() -> Problem.unprocessable("TWILIO_AUTH_TOKEN is not set."));
        String basic = "Basic " + Base64.getEncoder().encodeToString((account + ":" + token).getBytes(StandardCharsets.UTF_8));
        String numbers = bare(wiring.twilioApiBaseUrl().toString()) + "/2010-04-01/Accounts/" + account
                + "/IncomingPhoneNumbers";
        JsonNode found = send("Twilio",
                HttpRequest.newBuilder(URI.create(numbers + ".json?" + form(Map.of("PhoneNumber", number))))
                    .header("Authorization", basic)
                    .GET());
        JsonNode first = found.path("incoming_phone_numbers").path(0);
        if (!first.path("sid").isTextual()) {
            throw Problem.unprocessable("The Twilio account has no such number.");
        }
        send("Twilio",
                HttpRequest.newBuilder(URI.create(numbers + "/" + first.path("sid").asText() + ".json"))
                    .header("Authorization", basic)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form(Map.of("VoiceUrl",
                            origin + "/twilio/voice", "VoiceMethod", "POST", "StatusCallback", origin + "/twilio/status",
                            "StatusCallbackMethod",
                            "POST")))));
    }

    /// Enters the number into call-router's table, as the person who asked.
    JsonNode route(String number, ObjectNode entry, String authorization) {
        return send("call-router", HttpRequest
            .newBuilder(URI.create(router + "/routing/numbers/" + URLEncoder.encode(number, StandardCharsets.UTF_8)))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(Trees.write(entry))));
    }

    private static JsonNode send(String whom, HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(DEADLINE).build()) {
            HttpResponse<byte[]> answer = client.send(request.timeout(DEADLINE).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 400 || answer.statusCode() == 422) {
                throw Problem.unprocessable(whom + " refused it with " + answer.statusCode() + reason(answer) + ".");
            }
            if (answer.statusCode() >= 300) {
                throw Problem.badGateway(whom + " answered " + answer.statusCode() + ".");
            }
            return answer.body().length == 0 ? Trees.object() : Trees.read(answer.body());
        } catch (IOException e) {
            throw Problem.of(504, whom + " could not be reached in time.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The service is stopping.", 5);
        }
    }

    /// The detail of a problem (RFC 9457), as call-router answers it.
    private static String reason(HttpResponse<byte[]> answer) {
        try {
            String detail = Trees.read(answer.body()).path("detail").asText("");
            return detail.isEmpty() ? "" : ": " + detail.replaceFirst("\\.$", "");
        } catch (IOException notJson) {
            return "";
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet()
            .stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    }

    private static String bare(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
