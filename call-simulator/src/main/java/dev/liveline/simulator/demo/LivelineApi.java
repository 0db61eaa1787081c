package dev.liveline.simulator.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// The little of Liveline's REST interface that setting up a line takes, as an operator's script would use it.
final class LivelineApi {

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI gateway;
    private final String adminToken;

    LivelineApi(URI gateway, String adminToken) {
        this.gateway = gateway;
        this.adminToken = adminToken;
    }

    /// Makes an assistant of the preset `live-support`.
    ///
    /// @return its id
    String makeAssistant(String name) throws IOException, InterruptedException {
        JsonArray presets = (JsonArray) Json.decodeValue(send("GET", "/presets", null));
        for (int i = 0; i < presets.size(); i++) {
            JsonObject preset = presets.getJsonObject(i);
            if (preset.getString("name").equals("live-support")) {
                JsonObject assistant = preset.getJsonObject("assistant").copy().put("name", name);
                return new JsonObject(send("POST", "/assistants", assistant)).getString("id");
            }
        }
        throw new IOException("there is no preset live-support");
    }

    void putNumber(String number, JsonObject route) throws IOException, InterruptedException {
        send("PUT", "/routing/numbers/" + number.replace("+", "%2B"), route);
    }

    /// A one-use ticket for the holder of a token.
    String ticket(String token) throws IOException, InterruptedException {
        return new JsonObject(send("POST", "/tickets", new JsonObject(), token)).getString("ticket");
    }

    private String send(String method, String path, JsonObject body) throws IOException, InterruptedException {
        return send(method, path, body, adminToken);
    }

    private String send(String method, String path, JsonObject body, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(Duration.ofSeconds(15))
            .header("Authorization", "Bearer " + token);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.encode()));
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
