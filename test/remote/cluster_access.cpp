// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/credentials.hpp"
#include "remote/workers.hpp"
#include "support/files/temporary_tree.hpp"
#include <genpool/remote/cluster.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

namespace remote_cluster_access_tests
{

using namespace genpool::remote;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

struct guarded
{
    temporary_tree const tree;
    asio::io_context io;

    std::string path(std::string const& name) const { return (tree / name).string(); }

    std::string write(std::string const& name, std::string const& text) const
    {
        std::ofstream(path(name)) << text;
        return path(name);
    }

    /// Whether a call gets through; else why not. Where it should not, nobody waits for it long.
    std::string outcome(cluster_options options, std::chrono::milliseconds patience = 1s)
    {
        options.patience = patience;
        cluster workers(io, std::move(options));
        try {
            return call(io, workers.function<int(int)>("sleeps"), 1) == 1 ? "ok" : "another result";
        } catch (no_workers const& error) {
            return error.what();
        }
    }

    /// The same where it should, also on a machine that is busy.
    std::string patient_outcome(cluster_options options) { return outcome(std::move(options), 30s); }

    started_program worker(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), worker_program());
        return started_program(std::move(arguments));
    }
};

bool says(std::string const& text, char const* word) { return text.find(word) != std::string::npos; }

/// `nats://USER:PASSWORD@…`
std::string url_of(nats_server const& server, std::string const& user)
{
    return "nats://" + user + "@" + server.authority();
}

/// What the documentation says that each side may do, for the name `genpool`.
constexpr char const* permissions = R"(
authorization {
    program: {
        publish: ["genpool.jobs", "genpool.items.>", "genpool.cancel.>", "$JS.API.>", "$JS.ACK.>"]
        subscribe: ["genpool.results.>", "genpool.stored.>", "_INBOX.>"]
    }
    worker: {
        publish: ["genpool.results.>", "$JS.API.CONSUMER.MSG.NEXT.>", "$JS.API.STREAM.NAMES",
                  "$JS.API.STREAM.DELETE.>", "$JS.ACK.>"]
        subscribe: ["genpool.jobs", "genpool.cancel.>", "_INBOX.>"]
    }
    users: [
        { user: program, password: p, permissions: $program }
        { user: worker, password: w, permissions: $worker }
    ]
}
)";

BOOST_FIXTURE_TEST_SUITE(remote_cluster_access, guarded, *boost::unit_test::precondition(there_is_nats))

BOOST_AUTO_TEST_CASE(user_and_password)
{
    nats_server const server({"--user", "u", "--pass", "p"});
    auto const one = worker({"--cluster=" + url_of(server, "u:p")});
    BOOST_TEST(patient_outcome({.url = server.url(), .user = "u", .password = "p"}) == "ok");
    BOOST_TEST(patient_outcome({.url = url_of(server, "u:p")}) == "ok");
    BOOST_TEST(says(outcome({.url = server.url(), .user = "u", .password = "q"}), "uthorization"));
    BOOST_TEST(says(outcome({.url = server.url()}), "uthorization"));
}

BOOST_AUTO_TEST_CASE(credentials)
{
    nats_server const server({"-c", write("server.conf", server_with_accounts)});
    auto const file = write("user.creds", credentials_of_user);
    auto const one = worker({"--cluster=" + server.url(), "--credentials=" + file});
    BOOST_TEST(patient_outcome({.url = server.url(), .credentials = file}) == "ok");
    BOOST_TEST(says(outcome({.url = server.url()}), "uthorization"));
}

BOOST_AUTO_TEST_CASE(each_side_may_do_what_it_needs_and_no_more)
{
    nats_server const server({"-c", write("server.conf", permissions)});
    auto one = worker({"--cluster=" + url_of(server, "worker:w")});
    BOOST_TEST(patient_outcome({.url = url_of(server, "program:p")}) == "ok");
    {
        cluster workers(io, {.url = url_of(server, "program:p")});
        asio::cancellation_signal signal;
        auto const f = workers.function<std::string(std::string)>("until_stopped");
        asio::co_spawn(
            io, [&]() -> asio::awaitable<void> { co_await f(path("call")); },
            asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
        io.restart();
        while (!std::ifstream(path("call.begun")))
            io.run_for(1ms);
        signal.emit(asio::cancellation_type::terminal);
        io.run();
        wait_for_file(path("call.stopped"));
    }
    while (server.streams() != 0) { // NATS 2.10 answers before it has removed the files
    }
    // A worker can have nothing called, and a program's user does not work for others.
    BOOST_TEST(outcome({.url = url_of(server, "worker:w")}) != "ok");
    one.kill();
    auto const other = worker({"--cluster=" + url_of(server, "program:p")});
    BOOST_TEST(outcome({.url = url_of(server, "program:p")}) != "ok");
}

/// With openssl: two authorities, and certificates of the first.
struct guarded_by_certificates : guarded
{
    guarded_by_certificates()
    {
        authority("ca");
        authority("other-ca");
        signed_by_ca("server", "subjectAltName=IP:127.0.0.1,DNS:localhost");
        signed_by_ca("misnamed", "subjectAltName=DNS:elsewhere.example");
        signed_by_ca("client", "extendedKeyUsage=clientAuth");
    }

    void openssl(std::vector<std::string> words) const
    {
        words.insert(words.begin(), "openssl");
        BOOST_REQUIRE(works(words));
    }

    std::vector<std::string> new_key(std::string const& name) const
    {
        return {"req",     "-newkey",           "ec",    "-pkeyopt",   "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", path(name + ".key"), "-subj", "/CN=" + name};
    }

    void authority(std::string const& name) const
    {
        auto words = new_key(name);
        words.insert(words.end(), {"-x509", "-out", path(name + ".pem")});
        openssl(words);
    }

    void signed_by_ca(std::string const& name, std::string const& extension) const
    {
        auto words = new_key(name);
        words.insert(words.end(), {"-out", path(name + ".csr")});
        openssl(words);
        openssl({"x509", "-req", "-in", path(name + ".csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
                 "-CAcreateserial", "-extfile", write(name + ".ext", extension), "-out",
                 path(name + ".pem")});
    }

    std::vector<std::string> tls(std::string const& certificate) const
    {
        return {"--tls", "--tlscert", path(certificate + ".pem"), "--tlskey", path(certificate + ".key")};
    }
};

BOOST_FIXTURE_TEST_CASE(encryption, guarded_by_certificates)
{
    nats_server const server(tls("server"));
    auto const one = worker({"--cluster=" + server.url(), "--ca=" + path("ca.pem")});
    BOOST_TEST(patient_outcome({.url = server.url(), .ca = path("ca.pem")}) == "ok");
    BOOST_TEST(patient_outcome({.url = "tls://" + server.authority(), .ca = path("ca.pem")}) == "ok");
    BOOST_TEST(outcome({.url = server.url(), .ca = path("other-ca.pem")}) != "ok");
    BOOST_TEST(outcome({.url = "tls://" + server.authority()}) != "ok"); // nobody whom the system trusts
}

BOOST_FIXTURE_TEST_CASE(a_server_of_another_name_is_refused, guarded_by_certificates)
{
    nats_server const server(tls("misnamed"));
    BOOST_TEST(says(outcome({.url = server.url(), .ca = path("ca.pem")}), "SSL"));
}

BOOST_FIXTURE_TEST_CASE(certificates_of_both_sides, guarded_by_certificates)
{
    auto arguments = tls("server");
    arguments.insert(arguments.end(), {"--tlsverify", "--tlscacert", path("ca.pem")});
    nats_server const server(arguments);
    auto const one = worker({"--cluster=" + server.url(), "--ca=" + path("ca.pem"),
                             "--certificate=" + path("client.pem"), "--key=" + path("client.key")});
    BOOST_TEST(patient_outcome({.url = server.url(),
                                .ca = path("ca.pem"),
                                .certificate = path("client.pem"),
                                .key = path("client.key")}) == "ok");
    BOOST_TEST(outcome({.url = server.url(), .ca = path("ca.pem")}) != "ok");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_cluster_access_tests
