package dev.liveline.admin.api;

import java.util.Optional;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import dev.liveline.admin.Kind;
import dev.liveline.admin.binding.Bindings;
import dev.liveline.admin.catalogue.Catalogue;
import dev.liveline.admin.catalogue.Stored;
import dev.liveline.admin.lint.Linter;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;

/// Phone numbers, one at a time. Bodies are Vapi's own; a number of the configured Twilio account needs no credentials.
@Path("/phone-numbers")
@Tag(name = "Phone numbers", description = "One at a time. A Twilio token goes in and never comes out.")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PhoneNumberResource {

    private final Catalogue catalogue;
    private final Bindings bindings;
    private final Linter linter;
    private final SecurityIdentity identity;

    PhoneNumberResource(Catalogue catalogue, Bindings bindings, Linter linter, SecurityIdentity identity) {
        this.catalogue = catalogue;
        this.bindings = bindings;
        this.linter = linter;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "201", description = "What Vapi made, without secrets; ETag is its version")
    @APIResponse(responseCode = "422", description = "Lint errors, in findings")
    @Operation(summary = "Import a number", description = "A number of the configured Twilio account needs no credentials.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "import", value = Examples.NUMBER)))
    public Response create(byte[] body, @RestQuery Optional<String> waive,
            @RestHeader("Idempotency-Key") Optional<String> idempotencyKey) {
        Stored stored = catalogue.create(Kind.PHONE_NUMBER, Bodies.object(body), Parameters.rules(waive), idempotencyKey,
                identity.getPrincipal().getName());
        return Bodies.created("/phone-numbers/", stored);
    }

    @POST
    @Path("/bind")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Bind a number to an assistant in one call", description = "direct: Vapi answers. bypass, sip, bridge: Twilio asks call-router, which is told.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "bypass", value = Examples.BINDING)))
    public Response bind(byte[] body, @RestHeader("Authorization") String authorization) {
        return Bodies.answer(200, bindings.bind(Bodies.object(body), authorization, identity.getPrincipal().getName()));
    }

    @GET
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 1000, default 100", schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the page before", schema = @Schema(type = SchemaType.STRING))
    @Operation(summary = "List numbers, newest first")
    public Response list(@Context UriInfo uri) {
        return Bodies.answer(200, ListQuery.answer(catalogue, Kind.PHONE_NUMBER, uri.getQueryParameters()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a number; ETag is its version")
    public Response get(@RestPath String id) {
        return Bodies.answer(200, catalogue.get(Kind.PHONE_NUMBER, id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({ MediaType.APPLICATION_JSON, "application/merge-patch+json" })
    @Operation(summary = "Replace top-level fields, whole")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "rename", value = "{\"name\": \"main line\"}")))
    public Response update(@RestPath String id, byte[] body, @RestQuery Optional<String> waive,
            @RestHeader("If-Match") Optional<String> ifMatch) {
        return Bodies.answer(200,
                catalogue.update(Kind.PHONE_NUMBER, id, Bodies.object(body), Parameters.rules(waive), Bodies.version(ifMatch)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a number")
    public Response delete(@RestPath String id, @RestHeader("If-Match") Optional<String> ifMatch) {
        return Bodies.answer(200, catalogue.delete(Kind.PHONE_NUMBER, id, Bodies.version(ifMatch)));
    }

    @POST
    @Path("/lint")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Find faults without writing anything", description = "fix=true also answers the number with every mechanical fix applied.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), examples = @ExampleObject(name = "faulty", value = Examples.FAULTY_NUMBER)))
    public Response lint(byte[] body, @RestQuery Optional<String> fix) {
        return Bodies.answer(200, Linting.answer(linter, Kind.PHONE_NUMBER, Bodies.object(body), fix));
    }
}
