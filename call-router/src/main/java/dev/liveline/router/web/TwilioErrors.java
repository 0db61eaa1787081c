package dev.liveline.router.web;

import java.io.IOException;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/// Takes the body off what the HTTP layer refuses below `/twilio/`: Twilio reads some bodies out to the caller, and none of ours is meant for that.
@Provider
public class TwilioErrors implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        String path = request.getUriInfo().getPath();
        if (response.getStatus() >= 400 && (path.startsWith("/twilio/") || path.startsWith("twilio/"))) {
            response.setEntity(null);
            response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        }
    }
}
