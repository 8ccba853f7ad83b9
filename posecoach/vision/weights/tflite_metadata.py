"""Adds metadata to a TFLite network: how to scale its input, which MediaPipe's tasks require.

Importing this module imports mediapipe (half a second): import it only where you use it.
"""

from __future__ import annotations

import flatbuffers
import numpy as np
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata
from mediapipe.tasks.metadata import schema_py_generated as schema

__all__ = ["annotate"]

_METADATA_ID = b"M001"  # the file identifiers of the two schemas
_MODEL_ID = b"TFL3"
_ENTRY = "TFLITE_METADATA"  # name of the metadata buffer in the network
_METADATA_BYTES = 1 << 16  # space for the metadata, so that the builder need not grow and copy the network


def annotate(network: bytes, mean: float, std: float) -> bytes:
    """Return the network with its metadata added.

    Parameters
    ----------
    network : bytes
        A TFLite network with one image input and no metadata.
    mean, std : float
        The network reads pixels as ``(value - mean) / std``, value 0..255.

    Returns
    -------
    bytes
        The network; the same input gives the same bytes.
    """
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network, 0))
    subgraph = model.subgraphs[0]
    tensors = metadata.SubGraphMetadataT()
    tensors.inputTensorMetadata = [_image(mean, std)]
    tensors.outputTensorMetadata = [_named(subgraph.tensors[index].name) for index in subgraph.outputs]
    description = metadata.ModelMetadataT()
    description.subgraphMetadata = [tensors]

    buffer = schema.BufferT()
    buffer.data = np.frombuffer(_serialise(description, _METADATA_ID, 0), np.uint8)
    model.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name = _ENTRY
    entry.buffer = len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    return _serialise(model, _MODEL_ID, len(network) + _METADATA_BYTES)


def _image(mean: float, std: float) -> metadata.TensorMetadataT:
    normalisation = metadata.NormalizationOptionsT()
    normalisation.mean, normalisation.std = [mean], [std]
    step = metadata.ProcessUnitT()
    step.optionsType = metadata.ProcessUnitOptions.NormalizationOptions
    step.options = normalisation
    colours = metadata.ImagePropertiesT()
    colours.colorSpace = metadata.ColorSpaceType.RGB
    content = metadata.ContentT()
    content.contentPropertiesType = metadata.ContentProperties.ImageProperties
    content.contentProperties = colours
    tensor = _named("image")
    tensor.content = content
    tensor.processUnits = [step]
    return tensor


def _named(name: str | bytes) -> metadata.TensorMetadataT:
    tensor = metadata.TensorMetadataT()
    tensor.name = name.decode() if isinstance(name, bytes) else name
    return tensor


def _serialise(table: metadata.ModelMetadataT | schema.ModelT, identifier: bytes, initial_bytes: int) -> bytes:
    builder = flatbuffers.Builder(initial_bytes)
    builder.Finish(table.Pack(builder), identifier)
    return bytes(builder.Output())
