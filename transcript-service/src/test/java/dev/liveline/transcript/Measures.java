package dev.liveline.transcript;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/// The metrics of a service as Prometheus reads them from the management port.
final class Measures {

    private final String text;

    private Measures(String text) {
        this.text = text;
    }

    /// @param management the address of the management port
    static Measures of(URI management) {
        HttpRequest request = HttpRequest.newBuilder(management.resolve("/q/metrics"))
            .header("Accept", "text/plain; version=0.0.4")
            .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new Measures(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /// The sum over all series of a name that have all these labels, such as `type="hang"`; 0 if there are none.
    double of(String name, String... labels) {
        return text.lines()
            .filter(line -> line.startsWith("liveline_transcript_" + name + "{")
                    || line.startsWith("liveline_transcript_" + name + " "))
            .filter(line -> Arrays.stream(labels).allMatch(line::contains))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    }

    /// Whether there is a series of this name at all.
    boolean has(String name) {
        return text.contains("\nliveline_transcript_" + name + "{") || text.contains("\nliveline_transcript_" + name + " ");
    }
}
