package dev.liveline.simulator.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.liveline.simulator.stack.Ports;
import dev.liveline.simulator.stack.Service;
import dev.liveline.simulator.vapi.WebhookSigning;

/// The services as they are run by the stack; load goes to their own ports, past the local gateway.
record LivelineTarget(Ports ports, String token, String secret, CpuMeter cpu, Map<String, CpuMeter> parts) implements Target {

    @Override
    public String name() {
        return "Liveline";
    }

    @Override
    public int publishPort() {
        return ports.of(Service.TRANSCRIPT_SERVICE);
    }

    @Override
    public String publishPath(String callId) {
        return "/webhook/vapi";
    }

    @Override
    public Message message(String callId, Caption caption, long nowMillis) {
        byte[] body = ("{\"message\":{\"type\":\"transcript\",\"role\":\"user\",\"transcriptType\":\""
                + (caption.last() ? "final" : "partial")
                + "\",\"transcript\":\"" + caption.text() + "\",\"timestamp\":" + nowMillis + ",\"call\":{\"id\":\"" + callId
                + "\",\"orgId\":\"2b1c6e0a\",\"type\":\"inboundPhoneCall\",\"status\":\"in-progress\"},\"phoneNumber\":{\"number\":\"+15550100999\"},"
                + "\"customer\":{\"number\":\"+15550100123\"},\"artifact\":{\"messages\":[],\"messagesOpenAIFormatted\":[]}}}")
            .getBytes(StandardCharsets.UTF_8);
        return new Message(body, WebhookSigning.hmac(secret).headers(body, nowMillis));
    }

    @Override
    public int viewPort() {
        return ports.of(Service.CAPTION_HUB);
    }

    @Override
    public String viewPath(String callId) {
        return "/captions/" + callId;
    }

    @Override
    public Map<String, String> viewHeaders() {
        return Map.of("Authorization", "Bearer " + token);
    }
}
