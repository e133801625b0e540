// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Images read and written while the system fails.
#include "image/support/images.hpp"
#include "support/program/failing_calls.hpp"
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <iterator>
#include <system_error>

namespace image_apart_faults_tests
{

using namespace genpool::test;
using genpool::image::image_error;
using genpool::image::make_thumbnail;
using genpool::image::write_file_atomically;
namespace fs = boost::filesystem;

namespace
{

std::ptrdiff_t entries(temporary_tree const& tree)
{
    return std::distance(fs::directory_iterator(tree.root()), fs::directory_iterator());
}

void write(fs::path const& file, bytes const& contents, fault_plan& faults)
{
    failing_calls const now(faults);
    write_file_atomically(file, contents);
}

} // namespace

BOOST_AUTO_TEST_SUITE(image_faults)

BOOST_AUTO_TEST_CASE(interrupted_calls_of_the_reader_are_made_again)
{
    temporary_tree const tree;
    fs::path const picture = file(tree, "picture", encoded("png", spec(8, 8)));
    for (char const* const call : {"stat", "open", "fstat", "read"}) {
        fault_plan interrupted{.call = call, .at = 1, .count = 3, .error = EINTR};
        failing_calls const now(interrupted);
        BOOST_TEST(make_thumbnail(picture).width == 8);
        BOOST_TEST(interrupted.seen == 4u);
    }
}

BOOST_AUTO_TEST_CASE(interrupted_calls_of_the_writer_are_made_again)
{
    temporary_tree const tree;
    for (char const* const call : {"open", "write", "rename"}) {
        bytes const contents(10, static_cast<unsigned char>(*call));
        fault_plan interrupted{.call = call, .at = 1, .count = 3, .error = EINTR};
        write(tree / "a", contents, interrupted);
        BOOST_TEST(interrupted.seen == 4u);
        BOOST_TEST((contents_of(tree / "a") == contents));
        BOOST_TEST(entries(tree) == 1);
    }
}

// What is in a file then is unknown.
BOOST_AUTO_TEST_CASE(a_file_whose_closing_is_interrupted_is_written_anew)
{
    temporary_tree const tree;
    fault_plan interrupted{.call = "close", .at = 1, .count = 3, .error = EINTR};
    write(tree / "a", bytes(10, 'a'), interrupted);
    BOOST_TEST(interrupted.closed_amiss == 0u);
    BOOST_TEST((contents_of(tree / "a") == bytes(10, 'a')));
    BOOST_TEST(entries(tree) == 1);
}

BOOST_AUTO_TEST_CASE(no_signal_keeps_a_hidden_file_from_being_removed)
{
    temporary_tree const tree;
    tree.directory("a");
    fault_plan interrupted{.call = "unlink", .at = 1, .count = 3, .error = EINTR};
    BOOST_CHECK_THROW(write(tree / "a", bytes(10, 'a'), interrupted), image_error);
    BOOST_TEST(interrupted.seen == 4u);
    BOOST_TEST(entries(tree) == 1);
}

BOOST_AUTO_TEST_CASE(each_call_of_the_writer_that_fails_is_told_and_changes_nothing)
{
    temporary_tree const tree;
    file(tree, "a", bytes(10, 'a'));
    for (char const* const call : {"open", "write", "close", "rename"}) {
        fault_plan full{.call = call, .at = 1, .error = ENOSPC};
        try {
            write(tree / "a", bytes(10, 'b'), full);
            BOOST_ERROR("nothing is told of " << call);
        } catch (image_error const& error) {
            BOOST_CHECK_EXCEPTION(
                std::rethrow_if_nested(error), std::system_error,
                [](std::system_error const& cause) { return cause.code() == std::errc::no_space_on_device; });
        }
        BOOST_TEST((contents_of(tree / "a") == bytes(10, 'a')));
        BOOST_TEST(entries(tree) == 1);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_apart_faults_tests
