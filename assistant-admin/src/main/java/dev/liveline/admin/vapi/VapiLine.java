package dev.liveline.admin.vapi;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// One exchange with Vapi behind the circuit breaker: when half of the recent exchanges failed, none is tried for a while.
@ApplicationScoped
class VapiLine {

    /// What to send.
    @FunctionalInterface
    interface Exchange {
        Response with(VapiApi api);
    }

    private final VapiApi api;

    VapiLine(@RestClient VapiApi api) {
        this.api = api;
    }

    @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.5, delay = 5_000, successThreshold = 2, failOn = VapiDown.class)
    VapiAnswer send(Exchange exchange) throws VapiDown {
        try (Response response = exchange.with(api)) {
            int status = response.getStatus();
            if (status >= 500) {
                throw new VapiDown(status, "Vapi failed with " + status + ".");
            }
            return new VapiAnswer(status, response.hasEntity() ? response.readEntity(String.class) : "", retryAfter(response));
        } catch (ProcessingException e) {
            throw new VapiDown(0, "Vapi could not be reached in time.");
        }
    }

    private static Optional<Duration> retryAfter(Response response) {
        String given = response.getHeaderString("Retry-After");
        return given != null && given.matches("\\d{1,5}") ? Optional.of(Duration.ofSeconds(Long.parseLong(given)))
                : Optional.empty();
    }
}
