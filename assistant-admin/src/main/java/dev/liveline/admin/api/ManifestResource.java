package dev.liveline.admin.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.AdminConfig;
import dev.liveline.admin.apply.Gates;
import dev.liveline.admin.apply.Outcome;
import dev.liveline.admin.apply.Provisioning;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Manifest;
import dev.liveline.admin.manifest.ManifestReader;
import dev.liveline.admin.manifest.ManifestWriter;
import dev.liveline.admin.manifest.Reading;
import dev.liveline.admin.plan.DriftState;
import dev.liveline.admin.plan.Standing;
import dev.liveline.edge.problem.Problem;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.json.JsonArray;

/// Documents of assistants, phone numbers and tools: export, plan, apply, drift, rollback. With `Accept: text/plain` answers are for reading; headers
/// tell a shell how many changes there are (`Liveline-Changes`) and how many errors refuse them (`Liveline-Errors`).
@Path("/assistants")
@Tag(name = "Manifests", description = "Assistants, tools and phone numbers as one document, JSON or YAML.")
@RolesAllowed("admin")
@Produces({ MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN })
@RunOnVirtualThread
public class ManifestResource {

    private static final String YAML = "application/yaml";
    private static final String X_YAML = "application/x-yaml";
    private static final String TEXT_YAML = "text/yaml";

    private final Provisioning provisioning;
    private final SecurityIdentity identity;
    private final int most;

    ManifestResource(Provisioning provisioning, SecurityIdentity identity, AdminConfig config) {
        this.provisioning = provisioning;
        this.identity = identity;
        this.most = config.manifests().maxResources();
    }

    @POST
    @Path("/plan")
    @Consumes({ MediaType.APPLICATION_JSON, YAML, X_YAML, TEXT_YAML })
    @Operation(summary = "What an apply would change, field by field", description = "prune=true includes what would be deleted. refused counts the lint errors for which an apply would refuse the document; waive takes some out.")
    @RequestBody(content = {
            @Content(mediaType = YAML, schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "line", value = Examples.MANIFEST)),
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)) })
    public Response plan(byte[] body, @HeaderParam("Content-Type") String type, @RestQuery Optional<String> prune,
            @RestQuery Optional<String> waive, @Context HttpHeaders headers) {
        return answer(provisioning.plan(manifest(body, type), gates(prune, Optional.empty(), waive)), headers);
    }

    @POST
    @Path("/apply")
    @Consumes({ MediaType.APPLICATION_JSON, YAML, X_YAML, TEXT_YAML })
    @Operation(summary = "Make the document true", description = "Idempotent; run again after a failure. prune=true&confirm=N deletes the N resources that the document leaves out.")
    @RequestBody(content = {
            @Content(mediaType = YAML, schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "line", value = Examples.MANIFEST)),
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)) })
    public Response apply(byte[] body, @HeaderParam("Content-Type") String type, @RestQuery Optional<String> prune,
            @RestQuery Optional<String> confirm,
            @RestQuery Optional<String> waive, @Context HttpHeaders headers) {
        return answer(provisioning.apply(manifest(body, type), gates(prune, confirm, waive), identity.getPrincipal().getName()),
                headers);
    }

    @GET
    @Path("/drift")
    @Operation(summary = "Compare Vapi with what was last applied")
    public Response drift(@Context HttpHeaders headers) {
        return drift(provisioning.drift(), headers);
    }

    @POST
    @Path("/drift")
    @Consumes({ MediaType.APPLICATION_JSON, YAML, X_YAML, TEXT_YAML })
    @Operation(summary = "Compare a document, what was last applied, and Vapi")
    @RequestBody(content = {
            @Content(mediaType = YAML, schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "line", value = Examples.MANIFEST)),
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)) })
    public Response drift(byte[] body, @HeaderParam("Content-Type") String type, @Context HttpHeaders headers) {
        return drift(provisioning.drift(manifest(body, type)), headers);
    }

    @POST
    @Path("/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Go back to a snapshot", description = "Without one: to the state before the last apply.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "a snapshot", value = Examples.ROLLBACK)))
    public Response rollback(byte[] body, @RestQuery Optional<String> prune, @RestQuery Optional<String> confirm,
            @RestQuery Optional<String> waive,
            @Context HttpHeaders headers) {
        return answer(provisioning.rollback(snapshot(body), gates(prune, confirm, waive), identity.getPrincipal().getName()),
                headers);
    }

    @GET
    @Path("/export")
    @Produces({ YAML, MediaType.APPLICATION_JSON })
    @Operation(summary = "All there is at Vapi, as a document to start from", description = "Names in place of ids, no secrets; a plan of it says what an apply would take over.")
    public Response export(@Context HttpHeaders headers) {
        ObjectNode document = provisioning.export();
        boolean json = headers.getAcceptableMediaTypes().getFirst().getSubtype().equals("json");
        return Response.ok(json ? Trees.write(document) : ManifestWriter.yaml(document),
                json ? MediaType.APPLICATION_JSON : YAML + ";charset=UTF-8")
            .build();
    }

    @GET
    @Path("/history")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The snapshots to go back to, newest first")
    public Response history() {
        ObjectNode answer = Trees.object();
        ArrayNode list = answer.putArray("snapshots");
        provisioning.history().forEach(list::add);
        return Bodies.answer(200, answer);
    }

    private Manifest manifest(byte[] body, String type) {
        if (body == null || body.length == 0) {
            throw Problem.badRequest("A document is needed.");
        }
        Reading reading = type != null && type.toLowerCase(Locale.ROOT).contains("yaml") ? ManifestReader.yaml(body, most)
                : ManifestReader.json(body, most);
        return switch (reading) {
            case Reading.Understood(Manifest manifest) -> manifest;
            case Reading.Faulty(List<String> faults) -> throw Problem.badRequest(faults.getFirst())
                .code("document")
                .with("errors",
                        new JsonArray(faults));
        };
    }

    private static Gates gates(Optional<String> prune, Optional<String> confirm, Optional<String> waive) {
        return new Gates(Parameters.flag("prune", prune), confirm.map(text -> {
            if (!text.matches("\\d{1,6}")) {
                throw Problem.badRequest("confirm is the number of deletions.");
            }
            return Integer.valueOf(text);
        }), Parameters.rules(waive));
    }

    /// The snapshot that a rollback names. What is not understood is refused: it would go back to another one.
    private static Optional<String> snapshot(byte[] body) {
        if (body == null || body.length == 0) {
            return Optional.empty();
        }
        ObjectNode order = Bodies.object(body);
        boolean understood = order.isEmpty() || order.size() == 1 && order.path("to").isTextual();
        if (!understood) {
            throw Problem.badRequest("A rollback takes {\"to\": \"<snapshot>\"}, or {} for the one before the last apply.");
        }
        return Optional.ofNullable(order.path("to").textValue());
    }

    private static Response answer(Outcome outcome, HttpHeaders headers) {
        return response(headers, outcome.json(), () -> ReadableText.of(outcome), outcome.changed(), outcome.refused());
    }

    private static Response drift(List<Standing> standings, HttpHeaders headers) {
        ObjectNode answer = Trees.object();
        ArrayNode list = answer.putArray("resources");
        standings.forEach(standing -> list.add(standing.json()));
        long drifted = standings.stream().filter(standing -> standing.state() != DriftState.CLEAN).count();
        return response(headers, answer, () -> ReadableText.of(standings), drifted, 0);
    }

    private static Response response(HttpHeaders headers, ObjectNode json, Supplier<String> text, long changes, int errors) {
        boolean plain = headers.getAcceptableMediaTypes().getFirst().isCompatible(MediaType.TEXT_PLAIN_TYPE)
                && !headers.getAcceptableMediaTypes().getFirst().isWildcardType();
        return Response
            .ok(plain ? text.get() : Trees.write(json), plain ? "text/plain;charset=UTF-8" : MediaType.APPLICATION_JSON)
            .header("Liveline-Changes", changes)
            .header("Liveline-Errors", errors)
            .build();
    }
}
