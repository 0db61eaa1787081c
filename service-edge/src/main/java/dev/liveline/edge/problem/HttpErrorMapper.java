package dev.liveline.edge.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;

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
        Problem problem = Problem.of(status, detail(status, refusal.getCause()));
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        return ProblemMapper.answer(allow == null ? problem : problem.header(HttpHeaders.ALLOW, allow));
    }

    /// Never the exception's own words: they can quote the body.
    private static String detail(int status, Throwable cause) {
        if (cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "The body does not fit at " + mapping.getPathReference().replaceAll("[A-Za-z0-9_.$]+\\[", "[") + ".";
        }
        if (cause instanceof JsonProcessingException malformed && malformed.getLocation() != null) {
            return "The body is not JSON: line " + malformed.getLocation().getLineNr() + ", column "
                    + malformed.getLocation().getColumnNr() + ".";
        }
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
