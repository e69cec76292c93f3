// The only translation unit that holds the bodies of Asio and Beast; BOOST_*_SEPARATE_COMPILATION is set for all.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
