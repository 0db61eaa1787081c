package dev.liveline.admin.api;

import java.io.IOException;
import java.util.Optional;

import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.catalogue.Stored;
import dev.liveline.admin.json.Trees;
import dev.liveline.edge.problem.Problem;

/// Bodies and headers that all resources have in common.
final class Bodies {

    private Bodies() {}

    static ObjectNode object(byte[] body) {
        if (body == null || body.length == 0) {
            throw Problem.badRequest("A JSON object is needed.");
        }
        try {
            if (Trees.read(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw Problem.badRequest("The body is " + e.getMessage() + ".");
        }
        throw Problem.badRequest("A JSON object is needed.");
    }

    static Response answer(int status, JsonNode body) {
        return Response.status(status).entity(Trees.write(body)).build();
    }

    static Response answer(int status, Stored stored) {
        return Response.status(status)
            .entity(Trees.write(stored.body()))
            .header("ETag", "\"" + stored.version() + "\"")
            .build();
    }

    /// @param path of the collection: the answer's `Location` has no host, which may be another seen from outside
    static Response created(String path, Stored stored) {
        return Response.fromResponse(answer(201, stored)).header("Location", path + stored.id()).build();
    }

    /// The version that an `If-Match` names; empty for none and for `*`.
    static Optional<String> version(Optional<String> ifMatch) {
        return ifMatch.map(String::strip).filter(text -> !text.equals("*")).map(text -> {
            String plain = text.startsWith("W/") ? text.substring(2) : text;
            if (plain.length() < 3 || !plain.startsWith("\"") || !plain.endsWith("\"")
                    || plain.substring(1, plain.length() - 1).contains("\"")) {
                throw Problem.badRequest("If-Match takes one entity tag in quotes, as ETag gave it.");
            }
            return plain.substring(1, plain.length() - 1);
        });
    }
}
