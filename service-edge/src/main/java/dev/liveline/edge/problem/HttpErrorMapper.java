package dev.liveline.edge.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.core.JsonProcessingException;

/// Answers what the HTTP layer itself refuses (404, 405, 406, 415, malformed JSON …) as problems. A 405 has the `Allow` it must (RFC 9110, 15.5.6).
public final class HttpErrorMapper {

    @ServerExceptionMapper
    public Response answer(WebApplicationException refusal, ContainerRequestContext request) {
        Response original = refusal.getResponse();
        int status = original.getStatus();
        if (status < 400) {
            return original;
        }
        if (status == 405) {
            return ProblemMapper.answer(Problem.wrongMethod(String.join(", ", WrongMethods.taken(request))));
        }
        return ProblemMapper.answer(Problem.of(status,
                refusal.getCause() instanceof JsonProcessingException json ? JsonErrors.detail(json) : detail(status)));
    }

    private static String detail(int status) {
        return switch (status) {
            case 400 -> "The request is malformed.";
            case 404 -> "There is no such path.";
            case 406 -> "The path has none of the accepted media types.";
            case 413 -> "The body is too large.";
            case 415 -> "The path does not take this content type.";
            default -> "The request was refused.";
        };
    }
}
