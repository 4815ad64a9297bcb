#!/bin/sh
echo "not JSON"
