package dev.liveline.edge.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.core.JsonProcessingException;

/// Answers what the HTTP layer itself refuses (404, 405, 406, 415, malformed JSON …) as problems.
@Provider
public class HttpErrorMapper implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response original = refusal.getResponse();
        int status = original.getStatus();
        if (status < 400) {
            return original;
        }
        Problem problem = Problem.of(status,
                refusal.getCause() instanceof JsonProcessingException json ? JsonErrors.detail(json)
                        : detail(status));
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        return ProblemMapper.answer(allow == null ? problem : problem.header(HttpHeaders.ALLOW, allow));
    }

    private static String detail(int status) {
        return switch (status) {
            case 400 -> "The request is malformed.";
            case 404 -> "There is no such path.";
            case 405 -> "The path does not take this method.";
            case 406 -> "The path has none of the accepted media types.";
            case 413 -> "The body is too large.";
            case 415 -> "The path does not take this content type.";
            default -> "The request was refused.";
        };
    }
}
