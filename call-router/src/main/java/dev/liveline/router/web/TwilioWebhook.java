package dev.liveline.router.web;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.twilio.Form;
import dev.liveline.router.twilio.TwilioSignature;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What all of Twilio's webhooks have in common: the signature first, then the fields, then TwiML, whatever happens. A caller must never hear
/// a problem document read out, so a failure of ours is answered with the last resort.
@ApplicationScoped
public class TwilioWebhook {

    private static final Logger LOG = Logger.getLogger(TwilioWebhook.class);
    private static final String XML = MediaType.TEXT_XML + ";charset=UTF-8";

    private final TwilioSignature signature;
    private final int maxForm;
    private final Counter refused;

    public TwilioWebhook(TwilioSignature signature, RouterConfig config, MeterRegistry metrics) {
        this.signature = signature;
        this.maxForm = config.twilio().maxForm();
        this.refused = Counter.builder("liveline_router_twilio_refused")
            .description("Requests whose signature is not Twilio's")
            .register(metrics);
    }

    /// @param sent       of a POST, empty for a GET
    /// @param answer     makes the TwiML of the fields; query fields are among them
    /// @param lastResort the TwiML when that fails
    public Response answer(HttpServerRequest request, byte @Nullable [] sent, Function<Form, String> answer,
            String lastResort) {
        byte[] body = sent == null ? new byte[0] : sent;
        if (body.length > maxForm) {
            return Response.status(413).build();
        }
        String header = request.getHeader("X-Twilio-Signature");
        Form form;
        Form query;
        boolean accepted;
        try {
            boolean posted = HttpMethod.POST.equals(request.method());
            form = posted ? Form.parse(new String(body, StandardCharsets.UTF_8)) : Form.EMPTY;
            query = Form.parse(request.query() == null ? "" : request.query());
            accepted = posted && query.text("bodySHA256").isPresent()
                    ? signature.acceptsBody(request.uri(), body, header)
                    : signature.accepts(request.uri(), form, header);
        } catch (IllegalArgumentException malformed) {
            return Response.status(400).build();
        }
        if (!accepted) {
            refused.increment();
            LOG.debugf("a signature for %s was refused; fields %s", request.path(), form);
            return Response.status(403).build();
        }
        try {
            return xml(answer.apply(form.or(query)));
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "answering %s failed", request.path());
            return xml(lastResort);
        }
    }

    private static Response xml(String twiml) {
        return Response.ok(twiml).type(XML).header("Cache-Control", "no-store").build();
    }
}
