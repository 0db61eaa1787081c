package dev.liveline.simulator.stack;

import java.util.Arrays;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;

/// Stands where the ingress stands in Kubernetes: one port, requests and WebSockets routed by path. A convenience for one machine; no TLS, no
/// limits of its own.
final class Gateway {

    private final HttpServer server;

    private Gateway(HttpServer server) {
        this.server = server;
    }

    static Future<Gateway> start(Vertx vertx, Ports ports) {
        HttpClientOptions options = new HttpClientOptions().setMaxPoolSize(16_384).setKeepAlive(true).setKeepAliveTimeout(30);
        HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient(options));
        proxy.origin(OriginRequestProvider.selector(context -> Future.succeededFuture(SocketAddress
            .inetSocketAddress(ports.of(serviceOf(context.request().proxiedRequest())), "localhost"))));
        proxy.addInterceptor(new ProxyInterceptor() {
            @Override
            public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
                var peer = context.request().proxiedRequest().remoteAddress();
                context.request().headers().set("X-Forwarded-For", peer == null ? "unknown" : peer.hostAddress());
                return context.sendRequest();
            }
        });
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setMaxFormAttributeSize(-1));
        return server.requestHandler(request -> {
            if (isRouted(request)) {
                proxy.handle(request);
            } else {
                request.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "application/problem+json")
                    .end(
                            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"There is no such path.\"}");
            }
        }).listen(ports.gateway()).map(Gateway::new);
    }

    Future<Void> stop() {
        return server.close();
    }

    private static boolean isRouted(HttpServerRequest request) {
        return Arrays.stream(Service.values()).anyMatch(service -> service.serves(path(request)));
    }

    private static Service serviceOf(HttpServerRequest request) {
        return Arrays.stream(Service.values()).filter(service -> service.serves(path(request))).findFirst().orElseThrow();
    }

    private static String path(HttpServerRequest request) {
        return request.path() == null ? "" : request.path();
    }
}
