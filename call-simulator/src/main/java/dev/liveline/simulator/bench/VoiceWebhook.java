package dev.liveline.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import dev.liveline.simulator.twilio.TwilioSignature;

/// A bridged number of a running call-router, and callers who ring there.
///
/// @param router    its own address
/// @param publicUrl the address Twilio knows it by, which it signs
/// @param authToken Twilio's
record VoiceWebhook(HttpClient http, URI router, URI publicUrl, String authToken) implements BridgeLoad.Announcing {

    private static final String NUMBER = "+15550600001";

    /// @param token of an admin
    void route(String token) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(router.resolve("/routing/numbers/" + NUMBER))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("""
                    {"mode":"bridge","assistantId":"bench-assistant","fallback":{"say":"No bridge."}}"""))
            .build());
    }

    /// The caller rings, and is told to open the media socket.
    @Override
    public void announce(String callSid, URI assistant) throws IOException, InterruptedException {
        Map<String, String> form = Map.of("CallSid", callSid, "From", "+15550600100", "To", NUMBER, "CallStatus", "ringing",
                "Direction", "inbound");
        String twiml = send(HttpRequest.newBuilder(router.resolve("/twilio/voice"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Twilio-Signature",
                    new TwilioSignature(authToken).of(publicUrl.resolve("/twilio/voice").toString(), form))
            .POST(BodyPublishers.ofString(form.entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))))
            .build());
        if (!twiml.contains("<Stream ")) {
            throw new IOException("call-router did not bridge a caller but said: " + twiml);
        }
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(request.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
