package dev.liveline.admin.vapi;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;

/// Vapi's REST API as far as it is used here: the same five operations for assistants, phone numbers and tools. Bodies are text, because they
/// pass through.
@Path("/{kind}")
@Consumes(MediaType.APPLICATION_JSON)
@RegisterRestClient(configKey = "vapi")
@ClientHeaderParam(name = "Authorization", value = "Bearer ${liveline.vapi.api-key}")
interface VapiApi {

    @POST
    Response create(@PathParam("kind") String kind, String body);

    @GET
    Response list(@PathParam("kind") String kind, @RestQuery MultivaluedMap<String, String> query);

    @GET
    @Path("/{id}")
    Response get(@PathParam("kind") String kind, @PathParam("id") String id);

    @PATCH
    @Path("/{id}")
    Response update(@PathParam("kind") String kind, @PathParam("id") String id, String body);

    @DELETE
    @Path("/{id}")
    Response delete(@PathParam("kind") String kind, @PathParam("id") String id);
}
