package dev.liveline.edge.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/// Answers bodies that are no JSON, or not the JSON a path takes, as problems that name the place and never quote the body.
public final class JsonErrors {

    private JsonErrors() {}

    static String detail(JsonProcessingException error) {
        if (error instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            StringBuilder pointer = new StringBuilder();
            mapping.getPath()
                .forEach(
                        step -> pointer.append('/')
                            .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName()));
            return "The body does not fit at " + pointer + ".";
        }
        return error.getLocation() == null ? "The body is not the JSON this path takes."
                : "The body is not the JSON this path takes: line " + error.getLocation().getLineNr() + ", column "
                        + error.getLocation().getColumnNr() + ".";
    }

    @Provider
    public static class Malformed implements ExceptionMapper<JsonProcessingException> {
        @Override
        public Response toResponse(JsonProcessingException error) {
            return ProblemMapper.answer(Problem.badRequest(detail(error)));
        }
    }

    /// Of its own because Quarkus has a mapper for this type, which quotes the body.
    @Provider
    public static class Mismatched implements ExceptionMapper<MismatchedInputException> {
        @Override
        public Response toResponse(MismatchedInputException error) {
            return ProblemMapper.answer(Problem.badRequest(detail(error)));
        }
    }
}
