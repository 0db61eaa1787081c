package dev.liveline.simulator.vapi;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// A plain client of the stand-in's REST API.
final class ApiClient {

    private final HttpClient http = HttpClient.newHttpClient();
    private final VapiCloud vapi;
    private final String key;

    record Answer(int status, String body) {

        JsonObject object() {
            return new JsonObject(body);
        }

        JsonArray array() {
            return (JsonArray) Json.decodeValue(body);
        }
    }

    ApiClient(VapiCloud vapi) {
        this(vapi, vapi.options().apiKey());
    }

    ApiClient(VapiCloud vapi, String key) {
        this.vapi = vapi;
        this.key = key;
    }

    Answer send(String method, String path, JsonObject body) throws IOException, InterruptedException {
        return at(method, vapi.baseUrl() + path, body);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return at("GET", vapi.baseUrl() + path, null);
    }

    Answer control(LiveCall call, JsonObject body) throws IOException, InterruptedException {
        return at("POST", call.facts().controlUrl(), body);
    }

    private Answer at(String method, String url, JsonObject body) throws IOException, InterruptedException {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body.encode());
        var request = HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .method(method, publisher)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }
}
