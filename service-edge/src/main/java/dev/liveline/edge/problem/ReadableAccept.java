package dev.liveline.edge.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/// Refuses an `Accept` header that cannot be read, which would otherwise fail in the middle of choosing a representation.
@Provider
@PreMatching
public class ReadableAccept implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        try {
            request.getAcceptableMediaTypes();
        } catch (IllegalArgumentException | WebApplicationException malformed) {
            request.abortWith(ProblemMapper.answer(Problem.badRequest("The Accept header is malformed.")));
        }
    }
}
