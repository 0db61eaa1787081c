package dev.liveline.edge.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/// Answers OPTIONS with the methods of the path it asks about, the same that a 405 names. Quarkus names those of all paths that begin alike, and
/// HEAD where there is no GET.
@Provider
public class OfferedMethods implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getMethod().equals("OPTIONS") && response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", WrongMethods.taken(request)));
        }
    }
}
